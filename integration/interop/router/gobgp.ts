import { startGobgp } from '../../lab/index.ts';
import type { Gobgp, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { ourAs, oursOn, ROUTER_AS, SESSIONS } from '../session.ts';
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
      await gobgp.ask(['neighbor', addressOf(link, session), 'shutdown', '--reason', why]);
    },
    // It comes back by itself.
    open: async () => {
      await Promise.resolve();
    },
    log: async () => await Promise.resolve(gobgp.daemon.log()),
    die: async () => {
      await gobgp.daemon.kill();
    },
    revive: async (prefixes = []) => {
      gobgp = await start('-r');
      for (const prefix of prefixes) await rib('add', prefix);
    },
    ready: async () => {
      await Promise.resolve();
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
${SESSIONS.map((session) => (RESTING.has(session) ? neighbor : dynamicNeighbor)(link, session)).join('\n')}
`;
}

/** A neighbour that is known: after each session it rests for five seconds. */
function neighbor(link: Link, session: SessionName): string {
  return `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${addressOf(link, session)}"
    peer-as = ${ourAs(session, 'GoBGP')}
  [neighbors.transport.config]
    passive-mode = ${session !== 'called'}
${common('neighbors', session)}`;
}

/** A neighbour that comes as one of a group: it may call again at once. */
function dynamicNeighbor(link: Link, session: SessionName): string {
  const address = addressOf(link, session);
  return `
[[peer-groups]]
  [peer-groups.config]
    peer-group-name = "${session}"
    peer-as = ${ourAs(session, 'GoBGP')}
${common('peer-groups', session)}
[[dynamic-neighbors]]
  [dynamic-neighbors.config]
    prefix = "${address}/${address.includes(':') ? 128 : 32}"
    peer-group = "${session}"
`;
}

function common(table: string, session: SessionName): string {
  const isLong = session === 'longLived';
  const isGraceful = session === 'graceful' || isLong;
  const block = (name: string, lines: readonly string[]): string =>
    `[${table}.${name}]\n${lines.join('\n')}\n`;
  const family = (name: string): string => `[[${table}.afi-safis]]
${block('afi-safis.config', [`afi-safi-name = "${name}"`])}
${session === 'addPath' ? block('afi-safis.add-paths.config', ['receive = true', 'send-max = 8']) : ''}
${session === 'limited' ? block('afi-safis.prefix-limit.config', ['max-prefixes = 5']) : ''}
${isGraceful ? block('afi-safis.mp-graceful-restart.config', ['enabled = true']) : ''}
${isLong ? block('afi-safis.long-lived-graceful-restart.config', ['enabled = true', 'restart-time = 60']) : ''}`;
  return `
${block('timers.config', ['connect-retry = 1', 'idle-hold-time-after-reset = 1'])}
${
  isGraceful
    ? block('graceful-restart.config', [
        'enabled = true',
        'notification-enabled = true',
        'deferral-time = 2',
        `long-lived-enabled = ${isLong}`,
        `restart-time = ${isLong ? 1 : 60}`,
      ])
    : ''
}
${family('ipv4-unicast')}
${family('ipv6-unicast')}`;
}

/** Sessions that need a neighbour that is known. */
const RESTING: ReadonlySet<SessionName> = new Set(['addPath', 'graceful', 'longLived', 'limited', 'called']);
