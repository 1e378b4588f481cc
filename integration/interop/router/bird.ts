import { startBird } from '../../lab/index.ts';
import type { Bird, Lab } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import { ourAs, oursOn, ROUTER_AS, SESSIONS } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from './router.ts';

export async function startBirdRouter(lab: Lab, link: Link): Promise<Router> {
  const own = new Set<string>();
  const config = (): string => birdConfig(link) + statics([...own]);
  const start = async (...args: readonly string[]): Promise<Bird> =>
    await startBird(lab, { namespace: link.namespace, config: config(), args });
  let bird = await start();
  return {
    name: 'BIRD',
    link,
    calls: false,
    daemon: () => bird.daemon,
    pathsOf: async (prefix) => await bird.pathsOf(prefix),
    count: async (family) => {
      const answer = await bird.ask(`show route count table master${family === 'ipv4' ? 4 : 6}`);
      return Number(/for (\d+) networks/.exec(answer)?.[1] ?? 0);
    },
    describe: async (prefix) => await bird.ask(`show route ${prefix} all`),
    announce: async (prefix) => {
      own.add(prefix);
      await bird.configure(config());
    },
    announceTwo: null,
    withdraw: async (prefix) => {
      own.delete(prefix);
      await bird.configure(config());
    },
    refresh: async (session) => {
      await bird.ask(`reload in on_${session}`);
    },
    reset: async (session) => {
      await bird.ask(`restart on_${session}`);
    },
    isUp: async (session) => (await bird.sessions()).get(`on_${session}`) === 'Established',
    shutDown: async (session, why) => {
      await bird.ask(`disable on_${session} "${why}"`);
    },
    open: async (session) => {
      await bird.ask(`enable on_${session}`);
    },
    log: async () => await Promise.resolve(bird.daemon.log()),
    die: async () => {
      await bird.daemon.kill();
    },
    revive: async (prefixes = []) => {
      own.clear();
      for (const prefix of prefixes) own.add(prefix);
      bird = await start('-R');
    },
    ready: async () => {
      await Promise.resolve();
    },
    version: async () => /BIRD (\d\S*)/.exec(await bird.ask('show status'))?.[1] ?? '',
  };
}

function birdConfig(link: Link): string {
  const options: Readonly<Record<SessionName, string>> = {
    external: 'enable extended messages on;',
    internal: '',
    overIpv6: '',
    addPath: '',
    twoOctetAs: 'enable as4 off;',
    role: 'local role customer;',
    graceful: 'graceful restart on; graceful restart time 60;',
    longLived:
      'graceful restart on; graceful restart time 1; long lived graceful restart on; long lived stale time 60;',
    limited: '',
    called: 'connect delay time 0; connect retry time 1;',
  };
  const channel: Readonly<Record<SessionName, string>> = {
    external: '',
    internal: '',
    overIpv6: 'extended next hop on;',
    addPath: 'add paths on;',
    twoOctetAs: '',
    role: '',
    graceful: '',
    longLived: '',
    limited: 'receive limit 5 action disable;',
    called: '',
  };
  return `
router id ${link.router.ipv4};
log stderr all;
graceful restart wait 3;
protocol device {}
${SESSIONS.map((session) => {
  const family = session === 'overIpv6' ? 'ipv6' : 'ipv4';
  const way = channel[session];
  return `protocol bgp on_${session} {
  local ${link.router[family]} as ${ROUTER_AS};
  neighbor ${oursOn(link, session)[family]} as ${ourAs(session, 'BIRD')};
  direct;
  error wait time 1, 2;
  ${session === 'called' ? '' : 'passive on;'}
  ${options[session]}
  ipv4 { import all; export all; ${way} };
  ipv6 { import all; export all; ${way.replace('extended next hop on;', '')} };
}`;
}).join('\n')}
`;
}

function statics(prefixes: readonly string[]): string {
  const routes = (isIpv6: boolean): string =>
    prefixes
      .filter((prefix) => prefix.includes(':') === isIpv6)
      .map((prefix) => `route ${prefix} blackhole;`)
      .join(' ');
  return `protocol static own4 { ipv4; ${routes(false)} }\nprotocol static own6 { ipv6; ${routes(true)} }\n`;
}
