import type { Peer } from '../../model/peer.ts';
import type { LabelSelector } from '../../model/selector.ts';
import type { Drafts, PeerDraft } from '../drafts.ts';
import type { BgpConf } from './bgpConf.ts';
import { RACK_LABEL } from './label.ts';

/** The peers with what BgpConf says: one for each rack with an AS of its own, and one for all other nodes. */
export function joinPeers({ openelb }: Drafts): readonly PeerDraft[] {
  const conf = openelb.confs.find(({ report }) => report.isSound)?.value ?? null;
  return openelb.peers.flatMap((draft) => {
    if (conf !== null) return perRack(draft, conf);
    const message = 'waits for the BgpConf "default", which says the AS of the nodes';
    draft.report.warning('unknownReference', draft.path, null, message);
    return [];
  });
}

function perRack(draft: PeerDraft, conf: BgpConf): readonly PeerDraft[] {
  const shared = (value: Peer): PeerDraft => ({
    ...draft,
    value: {
      ...value,
      routerId: conf.routerId,
      gracefulRestart: value.gracefulRestart ?? conf.gracefulRestart,
    },
  });
  const racks = [...conf.asnByRack];
  const elsewhere: LabelSelector = {
    matchLabels: {},
    matchExpressions: [{ key: RACK_LABEL, operator: 'NotIn', values: [...conf.asnByRack.keys()] }],
  };
  const rest = racks.length === 0 ? draft.value : narrowed(draft.value, elsewhere);
  return [
    shared({ ...rest, localAsn: conf.asn }),
    ...racks.map(([rack, localAsn]) => {
      const inRack: LabelSelector = { matchLabels: { [RACK_LABEL]: rack }, matchExpressions: [] };
      return shared({ ...narrowed(draft.value, inRack), name: `${draft.value.name}-${rack}`, localAsn });
    }),
  ];
}

function narrowed(peer: Peer, by: LabelSelector): Peer {
  const selectors = peer.nodeSelectors.length === 0 ? [EVERYTHING] : peer.nodeSelectors;
  return {
    ...peer,
    nodeSelectors: selectors.map(({ matchLabels, matchExpressions }) => ({
      matchLabels,
      matchExpressions: [...matchExpressions, ...asExpressions(by)],
    })),
  };
}

function asExpressions({ matchLabels, matchExpressions }: LabelSelector): LabelSelector['matchExpressions'] {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({
    key,
    operator: 'In' as const,
    values: [value],
  }));
  return [...labels, ...matchExpressions];
}

const EVERYTHING: LabelSelector = { matchLabels: {}, matchExpressions: [] };
