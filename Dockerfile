# The program as one bundle, netsys with its addon, Node and the libraries that Node needs: no shell, no package manager.
FROM node:24-bookworm AS build
WORKDIR /fairlead
COPY . .
RUN npm ci --workspace packages/k8s-adapter --workspace packages/netsys --prefer-offline --no-audit --no-fund
RUN node --conditions=@fairlead/source scripts/addon.ts && ls packages/netsys/prebuilds/*/node.napi.node
# netsys stays a package of its own, because a thread of its own imports it by name.
RUN bundle="npx esbuild --bundle --platform=node --target=node24 --format=esm --conditions=@fairlead/source \
      --minify-syntax --minify-whitespace --legal-comments=none --sourcemap --sources-content=false" \
 && require="import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" \
 && netsys=/image/opt/fairlead/node_modules/@fairlead/netsys \
 && $bundle packages/k8s-adapter/src/fairlead.ts packages/l2-core/src/node/workerMain.ts --splitting \
      --external:@fairlead/netsys --banner:js="$require" --entry-names=[name] --outdir=/image/opt/fairlead/dist \
 && $bundle packages/netsys/src/index.ts --outdir=$netsys/dist \
 && cp --recursive packages/netsys/package.json packages/netsys/prebuilds $netsys/ \
 && cp LICENSE /image/opt/fairlead/ && echo '{ "type": "module" }' > /image/opt/fairlead/package.json \
 && cp --parents "$(command -v node)" /image/ && strip "/image$(command -v node)" \
 && ldd "$(command -v node)" | grep --only-matching '/[^ ]*' | xargs cp --parents --dereference --target-directory=/image \
 && mkdir --parents /image/etc /image/tmp && chmod 1777 /image/tmp \
 && echo 'root:x:0:0:root:/:/bin/false' > /image/etc/passwd \
 && echo 'fairlead:x:65532:65532:fairlead:/:/bin/false' >> /image/etc/passwd

FROM scratch
COPY --from=build /image /
ENTRYPOINT ["/usr/local/bin/node", "--enable-source-maps", "/opt/fairlead/dist/fairlead.js"]
CMD ["--help"]
