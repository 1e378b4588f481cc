import { startGobgp } from '../../lab/index.ts';
import type { Gobgp, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { OUR_AS, oursOn, ROUTER_AS, SESSIONS } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from './router.ts';

export async function startGobgpRouter(lab: Lab, link: Link): Promise<Router> {
  const config = gobgpConfig(link);
  const start = async (...args: readonly string[]): Promise<Gobgp> =>
    await startGobgp(lab, { namespace: link.namespace, config, args });
  let gobgp = await start();
  const rib = async (verb: 'add' | 'del', prefix: string): Promise<void> => {
    await gobgp.ask(['global', 'rib', verb, '-a', prefix.includes(':') ? 'ipv6' : 'ipv4', prefix]);
  };
  return {
    name: 'GoBGP',
    link,
    calls: false,
    daemon: () => gobgp.daemon,
    pathsOf: async (prefix) => await gobgp.pathsOf(prefix),
    count: async (family) => {
      const summary = JSON.parse(await gobgp.ask(['global', 'rib', 'summary', '-a', family, '-j'])) as {
        readonly num_destination?: number;
      };
      return summary.num_destination ?? 0;
    },
    describe: async (prefix) =>
      await gobgp.ask(['global', 'rib', '-a', prefix.includes(':') ? 'ipv6' : 'ipv4', prefix, '-j']),
    announce: async (prefix) => {
      await rib('add', prefix);
    },
    announceTwo: null,
    withdraw: async (prefix) => {
      await rib('del', prefix);
    },
    refresh: async (session) => {
      await gobgp.ask(['neighbor', addressOf(link, session), 'softresetin']);
    },
    reset: async (session) => {
      await gobgp.ask(['neighbor', addressOf(link, session), 'reset']);
    },
    isUp: async (session) => (await gobgp.sessions()).get(addressOf(link, session)) === 'Established',
    shutDown: async (session, why) => {
      await gobgp.ask(['neighbor', addressOf(link, session), 'disable', '--reason', why]);
    },
    open: async (session) => {
      await gobgp.ask(['neighbor', addressOf(link, session), 'enable']);
    },
    log: async () => await Promise.resolve(gobgp.daemon.log()),
    die: async () => {
      await gobgp.daemon.kill();
    },
    revive: async (prefixes = []) => {
      gobgp = await start('-r');
      for (const prefix of prefixes) await rib('add', prefix);
    },
    version: async () => /version (\S+)/.exec(await gobgp.ask(['--version']))?.[1] ?? '',
  };
}

function addressOf(link: Link, session: SessionName): string {
  return oursOn(link, session)[session === 'overIpv6' ? 'ipv6' : 'ipv4'];
}

function gobgpConfig(link: Link): string {
  return `
[global.config]
  as = ${ROUTER_AS}
  router-id = "${link.router.ipv4}"
${SESSIONS.map((session) => neighbor(link, session)).join('\n')}
`;
}

function neighbor(link: Link, session: SessionName): string {
  const family = (name: string): string => `
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "${name}"
    ${session === 'addPath' ? '[neighbors.afi-safis.add-paths.config]\n      receive = true\n      send-max = 8' : ''}
    ${session === 'limited' ? '[neighbors.afi-safis.prefix-limit.config]\n      max-prefixes = 5' : ''}
    ${session === 'graceful' ? '[neighbors.afi-safis.mp-graceful-restart.config]\n      enabled = true' : ''}`;
  return `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${addressOf(link, session)}"
    peer-as = ${session === 'internal' ? ROUTER_AS : session === 'twoOctetAs' ? LARGE_AS : OUR_AS}
  [neighbors.timers.config]
    connect-retry = 1
    idle-hold-time-after-reset = 1
  [neighbors.transport.config]
    passive-mode = ${session !== 'called'}
    ${session === 'graceful' ? '[neighbors.graceful-restart.config]\n    enabled = true\n    restart-time = 20' : ''}
  ${family('ipv4-unicast')}
  ${family('ipv6-unicast')}
`;
}

const LARGE_AS = 4_200_000_001;
