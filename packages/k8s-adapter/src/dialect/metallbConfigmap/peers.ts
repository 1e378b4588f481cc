import { seconds } from '@fairlead/inet';
import type { Peer } from '../../model/peer.ts';
import type { LabelSelector } from '../../model/selector.ts';
import { readAddress, readRequiredAsn, readRouterId } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { plainPeer } from '../implied.ts';
import { readSelectorWith } from '../selector.ts';
import { readTimers } from '../timer.ts';

/** `peers`: they have no names, so the first is `peer1`. */
export function readPeers(object: KubernetesObject, config: Fields, drafts: Drafts): void {
  config.partsOf('peers').forEach((item, index) => {
    const localAsn = readRequiredAsn(item, 'my-asn');
    const remoteAsn = readRequiredAsn(item, 'peer-asn');
    const address = readAddress(item, 'peer-address');
    if (!item.has('peer-address')) item.missing('peer-address');
    const isMultiHop = item.boolean('ebgp-multihop') ?? false;
    if (isMultiHop && remoteAsn === localAsn) {
      item.report.error(
        'conflict',
        item.at('ebgp-multihop'),
        true,
        'is for eBGP, but both sides are of one AS',
      );
    }
    const password = item.text('password');
    const { holdTime, keepaliveTime } = readTimers(item, 'hold-time', 'keepalive-time');
    const plain = plainPeer(object, `peer${index + 1}`, localAsn, remoteAsn);
    const value: Peer = {
      ...plain,
      nodeSelectors: readNodeSelectors(item),
      at:
        address === null
          ? plain.at
          : { kind: 'address', address, port: item.positive('peer-port', 65535) ?? 179 },
      sourceAddress: readAddress(item, 'source-address'),
      routerId: readRouterId(item, 'router-id'),
      holdTime: holdTime ?? seconds(90),
      keepaliveTime,
      password: password === null ? null : { kind: 'inline' },
      bfdProfile: item.text('bfd-profile'),
      ebgpHops: isMultiHop ? 255 : 1,
    };
    item.refuseUnknown();
    drafts.peers.push({ value, password, report: item.report, path: item.path });
  });
}

function readNodeSelectors(item: Fields): readonly LabelSelector[] {
  return item
    .objects('node-selectors')
    .map((selector) => readSelectorWith(selector, 'match-labels', 'match-expressions'));
}
