import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  adoptNamespace,
  connect,
  createNamespace,
  kernelInterfaces,
  neighborMac,
  openLab,
  requireTools,
  runIn,
  startDocker,
} from '../lab/index.ts';
import type { Docker } from '../lab/index.ts';
import { buildFairleadImage } from './fairleadImage.ts';

describe('the container image', () => {
  const lab = openLab();
  after(lab.close);
  let docker: Docker['docker'];
  let image: string;

  before(async function () {
    await requireTools(this, 'docker');
    this.timeout(600_000);
    const own = await startDocker(lab);
    ({ docker } = own);
    image = await buildFairleadImage(lab, own);
  });

  it('is small', async () => {
    const size = Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]));
    expect(size / 2 ** 20).to.be.lessThan(150);
  });

  it('says how it is used', async () => {
    expect(await docker(['run', ...CONFINED, image])).to.contain('Usage: fairlead');
  });

  for (const program of ['controller', 'speaker', 'standalone']) {
    it(`has the ${program}`, async () => {
      expect(await docker(['run', ...CONFINED, image, program, '--help'])).to.contain(`fairlead ${program}`);
    });
  }

  it('answers what manifests mean, from its input', async () => {
    const plan = await docker(['run', '--interactive', ...CONFINED, image, 'plan', '--filename', '-'], {
      input: MANIFESTS,
    });
    expect(plan).to.contain('192.0.2.10');
  });

  it('answers ARP for a Service, with the rights that the speaker of deploy/ has', async function () {
    await requireTools(this, 'namespaces');
    const host = await createNamespace(lab, 'host');
    const folder = join(lab.folder, 'manifests');
    mkdirSync(folder);
    writeFileSync(join(folder, 'all.yaml'), MANIFESTS + ON_SEGMENT);
    const name = lab.uniqueName();
    const standalone = ['--detach', '--name', name, '--volume', `${folder}:/manifests:ro`, '--tmpfs', '/tmp'];
    await docker(['run', ...standalone, ...CONFINED, image, 'standalone', '-f', '/manifests', ...STATE]);
    const pid = Number(await docker(['inspect', '--format', '{{.State.Pid}}', name]));
    const container = await adoptNamespace(lab, 'container', pid);
    await connect(
      lab,
      { namespace: host, interface: 'eth0', addresses: ['192.0.2.1/24'] },
      { namespace: container, interface: 'eth0', addresses: ['192.0.2.11/24'] },
    );
    const mac = await eventually(
      'an answer',
      async () => {
        await runIn(host, [process.execPath, '--eval', SEND_TO_SERVICE]);
        return await neighborMac(host, '192.0.2.10');
      },
      { within: 20_000, every: 200 },
    );
    const own = (await kernelInterfaces(container)).find(({ name }) => name === 'eth0');
    expect(mac).to.equal(own?.mac);
    expect(await docker(['logs', name])).not.to.contain('error');
  });
});

/** As the speaker of deploy/ runs: uid 0 without its powers, and nothing to write to. */
const CONFINED = [
  ['--rm', '--network', 'none', '--read-only', '--security-opt', 'no-new-privileges'],
  ['--cap-drop', 'ALL', '--cap-add', 'NET_RAW'],
].flat();

const MANIFESTS = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.10/32] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { type: LoadBalancer, clusterIP: 10.96.0.1, ports: [{ port: 80 }] }
`;

const ON_SEGMENT = `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: public, namespace: metallb-system }
---
apiVersion: v1
kind: Node
metadata: { name: node-1 }
status:
  addresses: [{ type: InternalIP, address: 192.0.2.11 }]
  conditions: [{ type: Ready, status: 'True' }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: default, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints: [{ addresses: [10.244.0.1], nodeName: node-1, conditions: { ready: true } }]
`;
const STATE = ['--state-file', '/tmp/addresses.json'];
const SEND_TO_SERVICE = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.send('', 9, '192.0.2.10', () => socket.close());`;
