import { startFrr } from '../../lab/index.ts';
import type { Frr, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { ourAs, oursOn, ROUTER_AS } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from './router.ts';

export async function startFrrRouter(lab: Lab, link: Link): Promise<Router> {
  const start = async (prefixes: readonly string[]): Promise<Frr> =>
    await startFrr(lab, { namespace: link.namespace, config: frrConfig(link, prefixes), beside: [] });
  let frr = await start([]);
  const inFamily = async (prefix: string, line: string): Promise<void> => {
    const family = prefix.includes(':') ? 'ipv6' : 'ipv4';
    await frr.configure(inBgp(`address-family ${family} unicast\n${line}\nexit-address-family`));
  };
  return {
    name: 'FRR',
    link,
    calls: false,
    daemon: () => frr.bgpd,
    pathsOf: async (prefix) => await frr.pathsOf(prefix),
    count: async (family) => (await frr.paths(family)).size,
    describe: async (prefix) => JSON.stringify((await frr.pathsOf(prefix)).map(({ raw }) => raw)),
    announce: async (prefix) => {
      await inFamily(prefix, `network ${prefix}`);
    },
    announceTwo: null,
    withdraw: async (prefix) => {
      await inFamily(prefix, `no network ${prefix}`);
    },
    refresh: async (session) => {
      await frr.show(`clear bgp ${addressOf(link, session)} soft in`);
    },
    reset: async (session) => {
      await frr.show(`clear bgp ${addressOf(link, session)}`);
    },
    isUp: async (session) =>
      (await frr.neighbors()).some(
        ({ address, state }) => address === addressOf(link, session) && state === 'Established',
      ),
    shutDown: async (session, why) => {
      await frr.configure(inBgp(`neighbor ${addressOf(link, session)} shutdown message ${why}`));
    },
    open: async (session) => {
      await frr.configure(inBgp(`no neighbor ${addressOf(link, session)} shutdown`));
    },
    log: async () => await Promise.resolve(frr.bgpd.log()),
    die: async () => {
      await frr.bgpd.kill();
    },
    revive: async (prefixes = []) => {
      frr = await start(prefixes);
    },
    ready: async () => {
      await Promise.resolve();
    },
    version: async () => /FRRouting (\S+)/.exec(await frr.show('show version'))?.[1] ?? '',
  };
}

function inBgp(line: string): string {
  return `router bgp ${ROUTER_AS}\n${line}\nexit`;
}

function addressOf(link: Link, session: SessionName): string {
  return oursOn(link, session)[session === 'overIpv6' ? 'ipv6' : 'ipv4'];
}

function frrConfig(link: Link, prefixes: readonly string[]): string {
  const neighbors: Readonly<Record<SessionName, readonly string[]>> = {
    external: [],
    internal: [],
    overIpv6: ['capability extended-nexthop'],
    addPath: [],
    twoOctetAs: ['dont-capability-negotiate'],
    role: ['local-role customer'],
    graceful: [],
    longLived: [],
    limited: [],
    called: ['timers connect 1'],
  };
  const sessions = Object.entries(neighbors) as readonly (readonly [SessionName, readonly string[]])[];
  const families = ['ipv4', 'ipv6'] as const;
  return [
    `router bgp ${ROUTER_AS}`,
    `bgp router-id ${link.router.ipv4}`,
    'bgp log-neighbor-changes',
    'no bgp ebgp-requires-policy',
    'no bgp network import-check',
    'no bgp default ipv4-unicast',
    'bgp graceful-restart',
    'bgp graceful-restart restart-time 6',
    'bgp long-lived-graceful-restart stale-time 60',
    ...sessions.flatMap(([session, lines]) => {
      const address = addressOf(link, session);
      const passive = session === 'called' ? [] : ['passive'];
      return [`remote-as ${ourAs(session, 'FRR')}`, ...passive, ...lines].map(
        (line) => `neighbor ${address} ${line}`,
      );
    }),
    ...families.flatMap((family) => [
      `address-family ${family} unicast`,
      ...prefixes
        .filter((prefix) => prefix.includes(':') === (family === 'ipv6'))
        .map((prefix) => `network ${prefix}`),
      ...sessions.flatMap(([session]) => {
        const address = addressOf(link, session);
        const more = [
          ...(session === 'addPath' ? [`neighbor ${address} addpath-tx-all-paths`] : []),
          ...(session === 'limited' ? [`neighbor ${address} maximum-prefix 5`] : []),
        ];
        return session === 'twoOctetAs' && family === 'ipv6' ? [] : [`neighbor ${address} activate`, ...more];
      }),
      'exit-address-family',
    ]),
    'exit',
  ].join('\n');
}
