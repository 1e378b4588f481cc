import type { RoutePath } from './path.ts';

/** Reads `show protocols`: the state of each BGP session by the name of its protocol. */
export function readBirdProtocols(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
  return new Map(
    rows.filter(([, kind]) => kind === 'BGP').map(([name = '', , , , , state = '']) => [name, state]),
  );
}

/** Reads `show route all`: the BGP paths of each prefix. */
export function readBirdRoutes(text: string): ReadonlyMap<string, readonly RoutePath[]> {
  const table = new Map<string, RoutePath[]>();
  let prefix = '';
  for (const block of text.split(/\n(?=\S| {2,}\S)/)) {
    const [, named, from] = /^([0-9a-f:.]+\/\d+)? +\S+ \[(\S+)/.exec(block) ?? [];
    if (from === undefined) continue;
    prefix = named ?? prefix;
    const attributes = new Map(
      [...block.matchAll(/^\tBGP\.(\w+): ?(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    if (attributes.has('origin'))
      table.set(prefix, [...(table.get(prefix) ?? []), readPath(attributes, from)]);
  }
  return table;
}

function readPath(attributes: ReadonlyMap<string, string>, from: string): RoutePath {
  const text = (name: string): string => attributes.get(name) ?? '';
  const number = (name: string): number | null => (attributes.has(name) ? Number(text(name)) : null);
  return {
    nextHops: text('next_hop').split(' '),
    asPath: text('as_path'),
    origin: text('origin') === 'Incomplete' ? 'incomplete' : text('origin') === 'EGP' ? 'EGP' : 'IGP',
    communities: tuples(text('community')),
    largeCommunities: tuples(text('large_community')),
    localPref: number('local_pref'),
    med: number('med'),
    from,
  };
}

/** BIRD writes `(65000,1) (65000,2)`. */
function tuples(text: string): readonly string[] {
  return [...text.matchAll(/\(([^)]*)\)/g)].map(([, numbers = '']) => numbers.replaceAll(/, ?/g, ':'));
}
