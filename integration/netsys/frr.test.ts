import { Speaker } from '@fairlead/bgp-core/node';
import type { NeighborConfig } from '@fairlead/bgp-core/node';
import { sockets } from '@fairlead/netsys';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { openLink } from '../interop/link.ts';
import type { Addresses, Link } from '../interop/link.ts';
import { openLab, requireTools, runIn, startFrr } from '../lab/index.ts';
import type { Frr } from '../lab/index.ts';
import { requireAddon } from './requireAddon.ts';

const SECRET = 'a-shared-secret';
const families = ['ipv4', 'ipv6'] as const;

/** One session each, told apart by our address. */
const sessions = { weDial: 0, frrDials: 1, wrongKey: 2, noKey: 3, hops: 4 } as const;

describe('TCP options, with FRR at the other end', () => {
  const lab = openLab();
  after(lab.close);
  const speakers: Speaker[] = [];
  let link: Link;
  let frr: Frr;

  before(async function () {
    await requireTools(this, 'namespaces', 'frr');
    requireAddon(this);
    link = await openLink(lab, 'frr', Object.keys(sessions).length);
    frr = await startFrr(lab, { namespace: link.namespace, config: configuration(link) });
  });

  after(async () => {
    for (const speaker of speakers) await speaker.stop();
  });

  for (const family of families) {
    it(`a session with a password that we open, over ${family}`, async () => {
      await start('weDial', family, { password: SECRET });
      await frr.established(ours('weDial')[family]);
      expect(await ourPort('weDial', family)).to.not.equal(179);
    });

    it(`a session with a password that FRR opens, over ${family}`, async () => {
      await start('frrDials', family, { password: SECRET, passive: true });
      await frr.established(ours('frrDials')[family]);
      expect(await ourPort('frrDials', family)).to.equal(179);
    });

    it(`a session with least TTL 255 both ways (GTSM) and a password, over ${family}`, async () => {
      const options = { password: SECRET, ttl: 255, minimumTtl: 255, device: link.interface };
      await start('hops', family, options);
      await frr.established(ours('hops')[family]);
    });

    it(`no session with another password, or with none, over ${family}`, async () => {
      const before = await failures();
      await start('wrongKey', family, { password: 'not the secret' });
      await start('noKey', family, {});
      await eventually('FRR refuses some segments', async () =>
        (await failures()) >= before + 4 ? true : null,
      );
      const states = (await frr.neighbors()).filter(({ address }) =>
        [ours('wrongKey')[family], ours('noKey')[family]].includes(address),
      );
      expect(states).to.have.length(2);
      for (const { state } of states) expect(state).to.not.equal('Established');
    });
  }

  function ours(session: keyof typeof sessions): Addresses {
    return link.ours(sessions[session]);
  }

  async function start(
    session: keyof typeof sessions,
    family: (typeof families)[number],
    options: Partial<NeighborConfig>,
  ): Promise<void> {
    const address = ours(session)[family];
    const speaker = new Speaker({ asn: 65001, routerId: ours(session).ipv4, listen: [{ address }], sockets });
    speakers.push(speaker);
    speaker.addNeighbor({
      address: link.router[family],
      remoteAs: 65000,
      localAddress: address,
      connectRetryTime: 1,
      ...options,
    });
    await speaker.start();
  }

  /** The port of our end of a session: 179 where FRR called us. */
  async function ourPort(session: keyof typeof sessions, family: (typeof families)[number]): Promise<number> {
    const said = await frr.show(`show bgp neighbors ${ours(session)[family]} json`);
    const [neighbor] = Object.values(JSON.parse(said) as Record<string, { readonly portForeign?: number }>);
    return neighbor?.portForeign ?? 0;
  }

  /** Segments that the kernel of FRR's namespace dropped for a wrong or missing key. */
  async function failures(): Promise<number> {
    const [names = '', values = ''] = (await runIn(link.namespace, ['cat', '/proc/net/netstat']))
      .split('\n')
      .filter((line) => line.startsWith('TcpExt'));
    const counters = values.split(' ');
    return names
      .split(' ')
      .reduce((sum, name, index) => (name.includes('TCPMD5') ? sum + Number(counters[index]) : sum), 0);
  }
});

function configuration(link: Link): string {
  const lines = ['router bgp 65000', `bgp router-id ${link.router.ipv4}`, 'no bgp ebgp-requires-policy'];
  for (const [name, number] of Object.entries(sessions)) {
    for (const address of Object.values(link.ours(number)) as readonly string[]) {
      lines.push(`neighbor ${address} remote-as 65001`, `neighbor ${address} password ${SECRET}`);
      lines.push(
        name === 'frrDials' ? `neighbor ${address} timers connect 1` : `neighbor ${address} passive`,
      );
      if (name === 'hops') lines.push(`neighbor ${address} ttl-security hops 1`);
    }
  }
  return lines.join('\n');
}
