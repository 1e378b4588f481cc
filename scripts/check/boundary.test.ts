import { expect } from 'chai';
import { importsOf, violation } from './boundary.ts';

describe('import boundaries', () => {
  it('reads every form of import', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type { B } from 'b';",
      "import 'side-effect';",
      "export { c } from '../c.ts';",
      "import {\n  d,\n  e,\n} from '@fairlead/inet';",
      "const f = await import('f');",
      "export const g = 'no import';",
    ].join('\n');
    expect(importsOf(source)).to.deep.equal(['./a.ts', 'b', 'side-effect', '../c.ts', '@fairlead/inet', 'f']);
  });

  const allowed: readonly (readonly [string, string])[] = [
    ['packages/inet/src/address.ts', 'ip-num'],
    ['packages/bgp-core/src/peer.ts', './session/step.ts'],
    ['packages/bgp-core/src/node/dial.ts', 'node:net'],
    ['packages/bgp-core/src/node.ts', '@fairlead/inet'],
    ['packages/k8s-adapter/src/decide/allocate.ts', '../model/pool.ts'],
    ['packages/k8s-adapter/src/driver/bgp.ts', '@fairlead/bgp-core/node'],
    ['examples/announce-one-prefix/main.ts', '@fairlead/bgp-core/node'],
  ];
  for (const [file, specifier] of allowed) {
    it(`lets ${file} import ${specifier}`, () => {
      expect(violation(file, specifier)).to.equal(null);
    });
  }

  const refused: readonly (readonly [string, string])[] = [
    ['packages/inet/src/prefix.ts', 'ip-num'],
    ['packages/bgp-core/src/peer.ts', 'node:net'],
    ['packages/bgp-core/src/peer.ts', 'pino'],
    ['packages/bgp-core/src/peer.ts', './node/dial.ts'],
    ['packages/bgp-core/src/wire/open.ts', '../session/state.ts'],
    ['packages/bgp-core/src/session/idle.ts', '../wire/open.ts'],
    ['packages/bgp-core/src/index.ts', '@fairlead/l2-core'],
    ['packages/l2-core/src/node/socket.ts', '@fairlead/netsys'],
    ['packages/netsys/src/index.ts', '@fairlead/bgp-core'],
    ['packages/k8s-adapter/src/decide/allocate.ts', '../k8s/informer.ts'],
    ['packages/k8s-adapter/src/plan/speaker.ts', '@fairlead/bgp-core'],
    ['packages/k8s-adapter/src/dialect/metallb/pool.ts', '@kubernetes/client-node'],
    ['packages/k8s-adapter/src/driver/bgp.ts', '@fairlead/bgp-core/src/peer.ts'],
    ['examples/announce-one-prefix/main.ts', '../../packages/bgp-core/src/index.ts'],
  ];
  for (const [file, specifier] of refused) {
    it(`does not let ${file} import ${specifier}`, () => {
      expect(violation(file, specifier)).to.be.a('string');
    });
  }
});
