import { printServices, printTable } from './print.ts';
import type { Voice } from './print.ts';
import type { TableRow } from './router.ts';
import type { Stage } from './stage.ts';

/** Tells what happens, step by step, and shows what the routers have before and after. */
export async function tell(stage: Stage, voice: Voice): Promise<void> {
  const { spine, core } = stage;
  voice.say(
    voice.paint('bold', 'Three nodes (AS 64500) and two routers: spine (AS 64512) and core (AS 64500).'),
  );
  voice.say(`Each node is a "fairlead standalone -f ${stage.manifests}" with an address of its own.\n`);
  await stage.open();

  await stage.until('all routes arrive', () => count(spine.table()) === 11 && count(core.table()) === 8);
  voice.say(voice.paint('bold', '1. Services have addresses, and the routers know the way.'));
  printServices(voice, await stage.node('node-a').services());
  let before = show(stage, voice, null);

  const step = async (title: string, act: () => void, isDone: () => boolean): Promise<void> => {
    voice.say(voice.paint('bold', `\n${title}`));
    const startedAt = performance.now();
    act();
    await stage.until(title, isDone);
    voice.say(voice.paint('dim', `   after ${((performance.now() - startedAt) / 1000).toFixed(1)} s:`));
    before = show(stage, voice, before);
  };

  const hops = (table: readonly TableRow[], prefix: string): number =>
    table.filter((row) => row.prefix === prefix).flatMap(({ nextHops }) => nextHops).length;
  const everywhere = (prefix: string, expected: number): boolean =>
    stage.routers.every((router) => hops(router.table(), prefix) === expected);

  await step(
    '2. node-b dies without a goodbye: the routers notice by the hold timer (3 s).',
    () => {
      stage.node('node-b').freeze();
    },
    () => everywhere(WEB, 2),
  );
  await step(
    '3. node-b returns.',
    () => {
      stage.node('node-b').thaw();
    },
    () => everywhere(WEB, 3) && hops(spine.table(), EDGE) === 3,
  );
  await step(
    '4. The endpoint of checkout on node-c goes away: it keeps client addresses (externalTrafficPolicy: Local), so node-c stops announcing it.',
    () => {
      stage.edit('services.yaml', (text) => text.replace(/ *- \{ addresses: \[10\.0\.3\.2\].*\n/, ''));
    },
    () => everywhere(CHECKOUT, 1),
  );

  const sessions = JSON.stringify(stage.routers.map((router) => [...router.sessions]));
  await step(
    '5. The advertisement of pool public gets another community and LOCAL_PREF 300: routes change, sessions do not.',
    () => {
      stage.edit('fairlead.yaml', (text) =>
        text
          .replace('localPref: 200', 'localPref: 300')
          .replace('[from-kubernetes]', "[from-kubernetes, '64500:300']"),
      );
    },
    () =>
      rowsOf(core.table(), WEB).every(
        ({ localPref, nextHops }) => localPref === '300' && nextHops.length === 3,
      ) && rowsOf(spine.table(), WEB).every(({ communities }) => communities === '64500:100 64500:300'),
  );
  if (JSON.stringify(stage.routers.map((router) => [...router.sessions])) !== sessions) {
    throw new Error('a session was reset, which should not be');
  }
  await step(
    '6. Pool public is edited: 198.51.100.10 to .14 are no longer in it. Services on them move, the others stay.',
    () => {
      stage.edit('fairlead.yaml', (text) =>
        text.replace('198.51.100.10-198.51.100.19', '198.51.100.15-198.51.100.19'),
      );
    },
    () =>
      everywhere(WEB, 0) &&
      everywhere(CHECKOUT, 0) &&
      everywhere('198.51.100.16/32', 1) &&
      everywhere('198.51.100.17/32', 3),
  );
  printServices(voice, await stage.node('node-a').services());
}

function show(stage: Stage, voice: Voice, before: Tables | null): Tables {
  const tables = new Map<string, readonly TableRow[]>();
  for (const router of stage.routers) {
    voice.say(voice.paint('cyan', `  ${router.name} (${router.address}, AS ${router.asn})`));
    const table = router.table();
    printTable(voice, table, before?.get(router.name) ?? null);
    tables.set(router.name, table);
  }
  return tables;
}

type Tables = ReadonlyMap<string, readonly TableRow[]>;

function count(table: readonly TableRow[]): number {
  return table.flatMap(({ nextHops }) => nextHops).length;
}

function rowsOf(table: readonly TableRow[], prefix: string): readonly TableRow[] {
  return table.filter((row) => row.prefix === prefix);
}

const CHECKOUT = '198.51.100.10/32';
const WEB = '198.51.100.11/32';
const EDGE = '203.0.113.0/26';
