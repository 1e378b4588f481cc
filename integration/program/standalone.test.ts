import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { startFairlead } from './fairlead.ts';
import type { FairleadProgram } from './fairlead.ts';
import { lookingGlass } from './lookingGlass.ts';
import type { LookingGlass } from './lookingGlass.ts';

describe('fairlead standalone', () => {
  let folder: string;
  let glass: LookingGlass;
  let running: FairleadProgram | null;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-standalone-'));
    glass = await lookingGlass(64512);
    running = null;
  });

  afterEach(async () => {
    await running?.stop();
    await glass.stop();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string): void => {
    writeFileSync(join(folder, name), content);
  };

  const start = (...args: readonly string[]): FairleadProgram => {
    const files = args.includes('-f') ? [] : ['-f', folder];
    const http = args.includes('--http') ? [] : ['--http', 'off'];
    running = startFairlead([
      'standalone',
      ...files,
      ...http,
      '--state-file',
      join(folder, 'state'),
      ...args,
    ]);
    return running;
  };

  const hears = (word: string): Promise<true> =>
    eventually(word, () => (glass.heard.includes(word) ? true : null), { within: 20_000 });

  it('gives addresses, announces them, follows edits, remembers, and says goodbye in order', async () => {
    write('fabric.yaml', fabric(glass.port));
    write('web.yaml', service('web'));
    const first = start('--drain', '200ms');
    await hears('+192.0.2.0/32');
    write('more.yaml', service('alpha'));
    await hears('+192.0.2.1/32');
    write('more.yaml', 'not: [yaml');
    await first.says('what was read before stays');
    expect(await first.stop()).to.equal(0);
    expect(glass.heard).to.deep.equal([
      'up',
      '+192.0.2.0/32',
      '+192.0.2.1/32',
      '+192.0.2.0/32 65535:0',
      '+192.0.2.1/32 65535:0',
      '-192.0.2.0/32',
      '-192.0.2.1/32',
      'down',
    ]);

    write('more.yaml', service('alpha'));
    const second = start('--drain', '0');
    await second.says('"service":"default/alpha","reason":"allocated","addresses":["192.0.2.1"]');
  });

  it('goes on with everything else where an object is broken, and names it', async () => {
    const broken = fabric(glass.port).replaceAll('blue', 'broken').replace('192.0.2.0/28', '192.0.2.300/32');
    write('fabric.yaml', fabric(glass.port) + broken);
    write('web.yaml', service('web'));
    const program = start('--drain', '0');
    await hears('+192.0.2.0/32');
    await program.says(
      '"reason":"invalidValue","object":"IPAddressPool metallb-system/broken","field":"spec.addresses[0]"',
    );
  });

  const wrong: readonly (readonly [string, readonly string[], number, string])[] = [
    ['nothing to read', ['-f', ''], 2, '--filename must not be empty'],
    ['a folder that is not there', ['-f', '/nowhere/manifests'], 3, 'cannot read /nowhere/manifests'],
    [
      'an address of another machine',
      ['--http', '192.0.2.1:80'],
      4,
      'this machine does not have that address',
    ],
    ['an unknown option', ['--node', 'x'], 2, 'unknown option --node'],
  ];
  for (const [what, args, code, message] of wrong) {
    it(`says what is wrong with ${what} in one line, and exits with ${code}`, async () => {
      const program = start(...args);
      expect(await program.ended).to.equal(code);
      expect(program.output())
        .to.match(/^fairlead: [^\n]+\n$/)
        .and.to.include(message);
    });
  }
});

function fabric(port: number): string {
  return `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: blue, namespace: metallb-system }
spec: { addresses: [192.0.2.0/28] }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64512, peerAddress: 127.0.0.1, peerPort: ${port}, holdTime: 3s }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: all, namespace: metallb-system }
---
apiVersion: v1
kind: Node
metadata: { name: here }
status: { addresses: [{ type: InternalIP, address: 127.0.0.1 }] }
---
apiVersion: v1
kind: Node
metadata: { name: there }
status: { addresses: [{ type: InternalIP, address: 192.0.2.11 }] }
---
`;
}

function service(name: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}-1, labels: { kubernetes.io/service-name: ${name} } }
addressType: IPv4
endpoints: [{ addresses: [10.0.0.1], nodeName: there, conditions: { ready: true } }]
`;
}
