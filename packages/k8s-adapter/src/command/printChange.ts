import type {
  ChangeDocument,
  OwnerChangeDocument,
  PeerChangeDocument,
  ServiceChangeDocument,
} from '../change/document.ts';
import type { PathDocument, UpdateDocument } from '../change/updateDocument.ts';
import type { AttributesDocument } from '../plan/routeDocument.ts';
import { counted } from '../plan/explanation.ts';
import { columns } from './style.ts';
import type { Style } from './style.ts';

/** A change for people. */
export function printChange(document: ChangeDocument, style: Style): string {
  const { services, layer2, peers, counts } = document;
  if (services.length + layer2.length + peers.length === 0) return 'Nothing changes on the network.\n';
  return [
    part(
      'Services',
      services.map((each) => serviceRow(each, style)),
      style,
    ),
    part(
      'Layer 2',
      layer2.map((each) => ownerRow(each, style)),
      style,
    ),
    ...peers.map((each) => printPeer(each, style)),
    `\n${counted(counts.updates, 'UPDATE')}: ${counts.announced} announced, ${counts.withdrawn} withdrawn; `,
    counts.resets === 0
      ? style.good('no session resets')
      : style.bad(counts.resets === 1 ? '1 session resets' : `${counts.resets} sessions reset`),
    '\n',
  ].join('');
}

function part(title: string, rows: readonly (readonly string[])[], style: Style): string {
  return rows.length === 0 ? '' : `${style.title(title)}\n${columns(rows, '  ')}`;
}

function serviceRow({ namespace, name, from, to, decision }: ServiceChangeDocument, style: Style): string[] {
  const had = from.length === 0 ? 'no address' : from.join(', ');
  const has = to.length === 0 ? style.bad('no address') : style.good(to.join(', '));
  const why = decision === null ? 'is gone' : decision.message;
  return [`${namespace}/${name}`, `${had} -> ${has}`, why];
}

function ownerRow(
  { address, from, to, interfaces, announcements }: OwnerChangeDocument,
  style: Style,
): string[] {
  const where = interfaces === null ? 'every interface' : interfaces.join(', ');
  const kind = address.includes(':') ? 'NDP' : 'gratuitous ARP';
  return [
    address,
    `${from ?? 'nobody'} -> ${to === null ? style.bad('nobody') : style.good(to)}`,
    to === null ? '' : `${counted(announcements, `${kind} frame`)} on ${where}`,
  ];
}

function printPeer(
  { node, peer, session, because, routes, updates, withheld }: PeerChangeDocument,
  style: Style,
): string {
  const says = {
    kept: 'the session goes on',
    reset: style.bad(`the session resets because of ${because.join(', ')}`),
    started: 'a new session',
    ended: style.warn('the session ends'),
    refused: style.bad(`no session: ${because.join(', ')}`),
  };
  const amount = routes.from === routes.to ? `${routes.to}` : `${routes.from} -> ${routes.to}`;
  return [
    `\n${style.title(`${node} to ${peer}`)}: ${says[session]}; ${amount} routes, ${counted(updates.length, 'UPDATE')}\n`,
    ...withheld.map(
      ({ family, reason }) => `  ${style.bad(`routes of ${family} are not sent: ${reason}`)}\n`,
    ),
    ...updates.map((update) => printUpdate(update, style)),
  ].join('');
}

function printUpdate({ announced, withdrawn, attributes }: UpdateDocument, style: Style): string {
  return [
    '  UPDATE\n',
    withdrawn.length === 0 ? '' : `    ${style.bad('-')} ${withdrawn.map(pathText).join(', ')}\n`,
    attributes === null ? '' : `    ${style.good('+')} ${announced.map(pathText).join(', ')}\n`,
    attributes === null ? '' : style.dim(`      ${attributesText(attributes)}\n`),
  ].join('');
}

function pathText({ prefix, pathId }: PathDocument): string {
  return pathId === null ? prefix : `${prefix} (path ${pathId})`;
}

function attributesText({
  nextHop,
  asPath,
  localPref,
  med,
  communities,
  bandwidth,
}: AttributesDocument): string {
  return [
    `via ${nextHop ?? 'nothing'}`,
    `path ${asPath.length === 0 ? 'empty' : asPath.join(' ')}`,
    ...(localPref === null ? [] : [`local-pref ${localPref}`]),
    ...(med === null ? [] : [`med ${med}`]),
    ...(bandwidth === null ? [] : [`bandwidth ${bandwidth}`]),
    ...(communities.length === 0 ? [] : [`communities ${communities.join(' ')}`]),
  ].join(', ');
}
