import { expect } from 'chai';
import { openLab, requireTools, startDocker } from '../lab/index.ts';
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

  it('answers what manifests mean, from its input', async () => {
    const plan = await docker(['run', '--interactive', ...CONFINED, image, 'plan', '--filename', '-'], {
      input: MANIFESTS,
    });
    expect(plan).to.contain('192.0.2.10');
  });

  it('loads the addon that opens packet sockets', async () => {
    const script = `
      const { readdirSync } = require('node:fs');
      const folder = '/opt/fairlead/prebuilds';
      const { socket } = require(folder + '/' + readdirSync(folder)[0] + '/node.napi.node');
      console.log(socket(17, 3, 0) > 0);`;
    const node = ['--entrypoint', '/usr/local/bin/node', image, '--eval', script];
    expect(await docker(['run', ...CONFINED, ...node])).to.equal('true\n');
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
