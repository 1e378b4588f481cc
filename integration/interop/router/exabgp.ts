import { startExabgp } from '../../lab/index.ts';
import type { Exabgp, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { ourAs, oursOn, ROUTER_AS, SESSIONS } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from './router.ts';

/** ExaBGP only calls. */
export async function startExabgpRouter(lab: Lab, link: Link): Promise<Router> {
  const own = new Set<string>();
  const start = async (): Promise<Exabgp> =>
    await startExabgp(lab, { namespace: link.namespace, neighbors: exabgpConfig(link, [...own]) });
  let exabgp = await start();
  const announce = async (route: string): Promise<void> => {
    own.add(route);
    await exabgp.command(`announce route ${route}`);
  };
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
      await announce(ownRoute(link, prefix));
    },
    announceTwo: async (prefix) => {
      await announce(ownRoute(link, prefix));
      await announce(`${ownRoute(link, prefix)} path-information 0.0.0.2`);
    },
    withdraw: async (prefix) => {
      for (const route of [...own].filter((one) => one.startsWith(`${prefix} `))) {
        own.delete(route);
        await exabgp.command(`withdraw route ${route}`);
        return;
      }
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
    log: async () => exabgp.daemon.log() + (await exabgp.told()),
    die: async () => {
      await exabgp.daemon.kill();
    },
    revive: async (prefixes = []) => {
      own.clear();
      for (const prefix of prefixes) own.add(ownRoute(link, prefix));
      exabgp = await start();
    },
    // Calls that came to nothing make it call less often, up to once a minute.
    ready: async () => {
      await exabgp.daemon.kill();
      exabgp = await start();
    },
    version: async () =>
      await exabgp.daemon.until(
        'says its version',
        () => /version\W+(\d+[\d.]*\d)/.exec(exabgp.daemon.log())?.[1] ?? null,
      ),
  };
}

function ownRoute({ router }: Link, prefix: string): string {
  return `${prefix} next-hop ${prefix.includes(':') ? router.ipv6 : router.ipv4}`;
}

function addressOf(link: Link, session: SessionName): string {
  return oursOn(link, session)[session === 'overIpv6' ? 'ipv6' : 'ipv4'];
}

function exabgpConfig(link: Link, routes: readonly string[]): string {
  const capabilities: Readonly<Record<SessionName, string>> = {
    external: 'route-refresh enable;',
    internal: '',
    overIpv6: 'nexthop enable;',
    addPath: 'add-path send/receive;',
    twoOctetAs: 'asn4 disable;',
    role: '',
    graceful: 'graceful-restart 60;',
    longLived: '',
    limited: '',
    called: '',
  };
  return SESSIONS.map((session) => {
    const family = session === 'overIpv6' ? 'ipv6' : 'ipv4';
    return `neighbor ${addressOf(link, session)} {
  router-id ${link.router.ipv4};
  local-address ${link.router[family]};
  local-as ${ROUTER_AS};
  peer-as ${session === 'twoOctetAs' ? AS_TRANS : ourAs(session, 'ExaBGP')};
  capability { ${capabilities[session]} }
  family { ipv4 unicast; ipv6 unicast; }
  static { ${routes.map((route) => `route ${route};`).join(' ')} }
  ${session === 'overIpv6' ? 'nexthop { ipv4 unicast ipv6; }' : ''}
  API
}`;
  }).join('\n');
}

const AS_TRANS = 23456;
