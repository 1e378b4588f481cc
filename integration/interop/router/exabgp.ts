import { startExabgp } from '../../lab/index.ts';
import type { Exabgp, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { OUR_AS, oursOn, ROUTER_AS, SESSIONS } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from './router.ts';

/** ExaBGP only calls. */
export async function startExabgpRouter(lab: Lab, link: Link): Promise<Router> {
  const start = async (prefixes: readonly string[]): Promise<Exabgp> =>
    await startExabgp(lab, { namespace: link.namespace, neighbors: exabgpConfig(link, prefixes) });
  let exabgp = await start([]);
  return {
    name: 'ExaBGP',
    link,
    calls: true,
    daemon: () => exabgp.daemon,
    pathsOf: async (prefix) => await exabgp.pathsOf(prefix),
    count: async (family) =>
      [...(await exabgp.paths()).keys()].filter((prefix) => prefix.includes(':') === (family === 'ipv6'))
        .length,
    describe: async (prefix) => {
      const about = (await exabgp.events()).filter((event) => JSON.stringify(event).includes(`"${prefix}"`));
      return JSON.stringify(about.at(-1) ?? null);
    },
    announce: async (prefix) => {
      await exabgp.command(`announce route ${ownRoute(link, prefix)}`);
    },
    announceTwo: async (prefix) => {
      await exabgp.command(`announce route ${ownRoute(link, prefix)}`);
      await exabgp.command(`announce route ${ownRoute(link, prefix)} path-information 0.0.0.2`);
    },
    withdraw: async (prefix) => {
      await exabgp.command(`withdraw route ${ownRoute(link, prefix)}`);
    },
    refresh: async (session) => {
      await exabgp.command(`neighbor ${addressOf(link, session)} announce route-refresh ipv4 unicast`);
    },
    reset: async (session) => {
      await exabgp.command(`neighbor ${addressOf(link, session)} teardown 4`);
    },
    isUp: async (session) => {
      const states = (await exabgp.events()).filter(
        ({ type, neighbor }) => type === 'state' && neighbor.address.peer === addressOf(link, session),
      );
      return states.at(-1)?.neighbor.state === 'up';
    },
    shutDown: async (session) => {
      await exabgp.command(`neighbor ${addressOf(link, session)} teardown 2`);
    },
    open: async () => {
      await Promise.resolve();
    },
    log: async () => exabgp.daemon.log() + JSON.stringify(await exabgp.events()),
    die: async () => {
      await exabgp.daemon.kill();
    },
    revive: async (prefixes = []) => {
      exabgp = await start(prefixes);
    },
    version: async () => await Promise.resolve(/version\s+(\d[\d.]*)/.exec(exabgp.daemon.log())?.[1] ?? ''),
  };
}

function ownRoute({ router }: Link, prefix: string): string {
  return `${prefix} next-hop ${prefix.includes(':') ? router.ipv6 : router.ipv4}`;
}

function addressOf(link: Link, session: SessionName): string {
  return oursOn(link, session)[session === 'overIpv6' ? 'ipv6' : 'ipv4'];
}

function exabgpConfig(link: Link, prefixes: readonly string[]): string {
  const capabilities: Readonly<Record<SessionName, string>> = {
    external: 'route-refresh enable;',
    internal: '',
    overIpv6: 'nexthop enable;',
    addPath: 'add-path send/receive;',
    twoOctetAs: 'asn4 disable;',
    role: '',
    graceful: 'graceful-restart 20;',
    limited: '',
    called: '',
  };
  return SESSIONS.map((session) => {
    const family = session === 'overIpv6' ? 'ipv6' : 'ipv4';
    return `neighbor ${addressOf(link, session)} {
  router-id ${link.router.ipv4};
  local-address ${link.router[family]};
  local-as ${ROUTER_AS};
  peer-as ${session === 'internal' ? ROUTER_AS : session === 'twoOctetAs' ? AS_TRANS : OUR_AS};
  capability { ${capabilities[session]} }
  family { ipv4 unicast; ipv6 unicast; }
  ${session === 'overIpv6' ? 'nexthop { ipv4 unicast ipv6; }' : ''}
  API
}`;
  }).join('\n');
}

const AS_TRANS = 23456;
