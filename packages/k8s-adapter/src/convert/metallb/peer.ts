import { familyOf } from '@fairlead/inet';
import type { Peer } from '../../model/peer.ts';
import { compact } from '../conversion.ts';
import type { PasswordSecret } from '../passwordSecret.ts';
import { selectorFields } from '../selector.ts';
import type { LossList } from './lossList.ts';

/** The spec of a BGPPeer v1beta2. */
export function metallbPeer(peer: Peer, secret: PasswordSecret | null, losses: LossList): object {
  const { at, remoteAsn, gracefulRestart, ebgpHops } = peer;
  noteLosses(peer, secret, losses);
  return compact(
    {
      myASN: peer.localAsn,
      peerASN: typeof remoteAsn === 'number' ? remoteAsn : null,
      dynamicASN: typeof remoteAsn === 'number' ? null : remoteAsn,
      peerAddress: at.kind === 'address' ? at.address : null,
      interface: at.kind === 'interface' ? at.interface : null,
      peerPort: at.port > HIGHEST_PORT ? null : at.port,
      localASN: peer.replacedAsn,
      sourceAddress: peer.sourceAddress,
      routerID: peer.routerId,
      holdTime: inSeconds(peer.holdTime),
      keepaliveTime: inSeconds(peer.keepaliveTime),
      connectTime: peer.connectTime === 0 ? null : inSeconds(peer.connectTime),
      passwordSecret: secret === null ? null : { namespace: secret.namespace, name: secret.name },
      bfdProfile: peer.bfdProfile,
      enableGracefulRestart: gracefulRestart !== null,
      ebgpMultiHop: ebgpHops > 1 && remoteAsn !== peer.localAsn && remoteAsn !== 'internal',
      vrf: peer.vrf,
      nodeSelectors: selectorFields(peer.nodeSelectors),
      dualStackAddressFamily: peer.families?.length === 2,
    },
    { peerPort: 179, enableGracefulRestart: false, ebgpMultiHop: false, dualStackAddressFamily: false },
  );
}

function noteLosses(peer: Peer, secret: PasswordSecret | null, losses: LossList): void {
  const { at, gracefulRestart, ebgpHops } = peer;
  losses.when(at.port > HIGHEST_PORT, 'port', `must be at most ${HIGHEST_PORT}; 179 is used`);
  losses.when(secret?.key !== undefined, 'passwordSecret.key', 'must be password');
  losses.when(peer.minimumTtl !== null, 'ttlSecurityHops');
  losses.when(
    ebgpHops > 1 && ebgpHops < 255,
    'ebgpHops',
    'becomes ebgpMultiHop, which allows any number of hops',
  );
  losses.when(peer.isPassive, 'passive');
  losses.when(
    peer.addPathLimit > 1,
    'addPathLimit',
    'has no equivalent; each speaker announces itself alone',
  );
  losses.when(
    gracefulRestart !== null &&
      (gracefulRestart.longLivedStaleTime !== null ||
        (gracefulRestart.restartTime ?? DEFAULT_RESTART) !== DEFAULT_RESTART),
    'gracefulRestart',
    'has no times there',
  );
  losses.when(
    hasOddFamilies(peer),
    'families',
    'has no equivalent; the session carries the family of its addresses',
  );
}

/** Only the family of the session, or both, can be said. */
function hasOddFamilies({ families, at }: Peer): boolean {
  if (families?.length !== 1 || at.kind === 'interface') return families?.length === 1;
  return families[0] !== familyOf(at.address);
}

function inSeconds(value: number | null): string | null {
  return value === null ? null : `${value}s`;
}

const HIGHEST_PORT = 16_384;
const DEFAULT_RESTART = 120;
