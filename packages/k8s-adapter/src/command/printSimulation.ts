import type { OwnershipDocument, PathDocument, SimulationDocument } from '../simulate/document.ts';
import type { Sighting } from '../simulate/simulation.ts';
import type { Spans } from '../simulate/tally.ts';
import { columns } from './style.ts';
import type { Style } from './style.ts';

/** What was seen, for people. */
export function printSimulation(
  { timeline, layer2, routes, sessions, duration }: SimulationDocument,
  style: Style,
): string {
  const downs = sessions.filter(({ down }) => down.count > 0);
  return [
    columns(timeline.map((each) => sightingRow(each, style))),
    `\n${style.title(`After ${time(duration)}`)}\n`,
    columns(
      [...layer2.map((each) => ownershipRow(each, style)), ...routes.map((each) => pathRow(each, style))],
      '  ',
    ),
    downs.length === 0 ? '' : `\n${style.title('Sessions that were down')}\n`,
    columns(
      downs.map(({ node, peer, down }) => [`${node} and ${peer}`, spansText(down)]),
      '  ',
    ),
  ].join('');
}

function sightingRow({ at, kind, subject, message }: Sighting, style: Style): string[] {
  const mark = { event: style.title, problem: style.bad, session: style.warn };
  const colour =
    kind === 'event' || kind === 'problem' || kind === 'session' ? mark[kind] : (text: string) => text;
  return [style.dim(time(at).padStart(9)), colour(subject), colour(message)];
}

function ownershipRow(
  { address, noOwner, severalOwners, unreached }: OwnershipDocument,
  style: Style,
): string[] {
  return [
    address,
    'on layer 2',
    marked('no owner', noOwner, style),
    marked('several owners', severalOwners, style),
    marked('unreached by the host', unreached, style),
  ];
}

function pathRow({ router, prefix, noPath, deadPaths, someDeadPaths }: PathDocument, style: Style): string[] {
  return [
    prefix,
    `at ${router}`,
    marked('no path', noPath, style),
    marked('only dead paths', deadPaths, style),
    marked('some dead paths', someDeadPaths, style),
  ];
}

function marked(what: string, spans: Spans, style: Style): string {
  return spans.count === 0 ? style.good(`${what} 0s`) : style.bad(`${what} ${spansText(spans)}`);
}

function spansText({ total, count, longest }: Spans): string {
  return count === 1 ? time(total) : `${time(total)} in ${count}, at most ${time(longest)}`;
}

function time(millis: number): string {
  return `${(millis / 1000).toFixed(3)}s`;
}
