import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { connect, createNamespace, openLab, requireTools, startDaemon, startFrr } from '../lab/index.ts';
import type { Daemon, Frr, Namespace } from '../lab/index.ts';

describe('the examples of bgp-core, with FRR', () => {
  const lab = openLab();
  after(lab.close);
  let host: Namespace;
  let frr: Frr;

  before(async function () {
    await requireTools(this, 'namespaces', 'frr');
    const router = await createNamespace(lab, 'router');
    host = await createNamespace(lab, 'host');
    await connect(
      lab,
      { namespace: router, interface: 'eth0', addresses: [`${ROUTER}/24`] },
      { namespace: host, interface: 'eth0', addresses: [`${HOST}/24`] },
    );
    frr = await startFrr(lab, { namespace: router, config: CONFIG, beside: [] });
  });

  /** As its user does, but for the sources that lie beside it. */
  const start = (example: string, ...args: readonly string[]): Daemon => {
    const main = join(EXAMPLES, example, 'main.ts');
    return startDaemon(lab, {
      name: example,
      program: { path: process.execPath, over: null },
      args: ['--conditions=@fairlead/source', main, ...args],
      namespace: host,
    });
  };
  const ends = async (daemon: Daemon): Promise<void> => {
    daemon.signal('SIGINT');
    await eventually('the end', () => (daemon.running() ? null : true));
    await frr.bgpd.until('has read why', () =>
      frr.bgpd.log().includes('the example is over') ? true : null,
    );
  };

  it('announce-one-prefix has twenty lines at most', () => {
    const main = readFileSync(join(EXAMPLES, 'announce-one-prefix/main.ts'), 'utf8');
    expect(main.trimEnd().split('\n').length).to.be.at.most(20);
  });

  it('announce-one-prefix announces its prefix, until Ctrl-C', async () => {
    const example = start('announce-one-prefix', ROUTER, '65000');
    const [path] = await example.until('is heard', async () => {
      const paths = await frr.pathsOf('203.0.113.7/32');
      return paths.length > 0 ? paths : null;
    });
    expect(path).to.deep.include({ nextHops: [HOST], asPath: '65001', communities: ['65001:100'] });
    await example.until('says so', () => (example.log().includes('knows the way') ? true : null));
    await ends(example);
    await eventually('the route goes', async () =>
      (await frr.pathsOf('203.0.113.7/32')).length === 0 ? true : null,
    );
  });

  it('print-updates prints what the router announces, until Ctrl-C', async () => {
    await frr.configure(
      `router bgp 65000\nno neighbor ${HOST} passive\nneighbor ${HOST} port 1179\nneighbor ${HOST} timers connect 1`,
    );
    const example = start('print-updates', '65001');
    await example.until('has a session', () =>
      example.log().includes(`${ROUTER} is here, AS 65000`) ? true : null,
    );
    await example.until('prints the route', () =>
      example.log().includes("prefix: '198.51.100.0/24'") ? true : null,
    );
    expect((await frr.established(HOST)).updatesSent).to.be.at.least(1);
    await ends(example);
  });
});

const EXAMPLES = join(import.meta.dirname, '../../examples');
const ROUTER = '192.0.2.1';
const HOST = '192.0.2.2';
const CONFIG = `
router bgp 65000
bgp router-id ${ROUTER}
bgp log-neighbor-changes
no bgp ebgp-requires-policy
no bgp network import-check
neighbor ${HOST} remote-as 65001
neighbor ${HOST} passive
address-family ipv4 unicast
network 198.51.100.0/24
exit-address-family
exit
`;
