# The program as one bundle, the addon of netsys, Node and the libraries that Node needs: no shell, no package manager.
FROM node:24-bookworm AS build
WORKDIR /fairlead
COPY . .
RUN npm ci --workspace packages/k8s-adapter --workspace packages/netsys --prefer-offline --no-audit --no-fund
RUN node --conditions=@fairlead/source scripts/addon.ts --strict
RUN npx esbuild packages/k8s-adapter/src/fairlead.ts --bundle --platform=node --target=node24 --format=esm \
      --splitting --conditions=@fairlead/source --minify-syntax --minify-whitespace --legal-comments=none --sourcemap --sources-content=false \
      --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" \
      --out-extension:.js=.mjs --outdir=/image/opt/fairlead/dist \
 && cp --recursive packages/netsys/prebuilds LICENSE /image/opt/fairlead/ \
 && cp --parents "$(command -v node)" /image/ && strip "/image$(command -v node)" \
 && ldd "$(command -v node)" | grep --only-matching '/[^ ]*' | xargs cp --parents --dereference --target-directory=/image \
 && mkdir --parents /image/etc /image/tmp && chmod 1777 /image/tmp \
 && echo 'root:x:0:0:root:/:/bin/false' > /image/etc/passwd \
 && echo 'fairlead:x:65532:65532:fairlead:/:/bin/false' >> /image/etc/passwd

FROM scratch
COPY --from=build /image /
ENTRYPOINT ["/usr/local/bin/node", "--enable-source-maps", "/opt/fairlead/dist/fairlead.mjs"]
CMD ["--help"]
