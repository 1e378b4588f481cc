import type { Asn, IpFamily, Seconds } from '@fairlead/inet';
import type { PasswordSource, Peer, PeerLocation } from '../../model/peer.ts';
import { readAddress, readAsn, readRequiredAsn, readRouterId } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import { readSeconds } from '../duration.ts';
import type { Fields } from '../fields.ts';
import { plainPeer } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readSelectors } from '../selector.ts';
import { MAX_SECONDS, readTimers } from '../timer.ts';

/** BGPPeer v1beta2, and v1beta1, which has fewer fields. */
export function readBgpPeer(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.object('spec');
  if (spec === null) {
    object.fields.missing('spec');
    return;
  }
  const localAsn = readRequiredAsn(spec, 'myASN');
  const remoteAsn = readRemoteAsn(spec, localAsn);
  const multiHop = spec.boolean('ebgpMultiHop') ?? false;
  if (multiHop && remoteAsn === localAsn) {
    spec.report.error('conflict', spec.at('ebgpMultiHop'), true, 'is for eBGP, but both sides are of one AS');
  }
  if (multiHop && remoteAsn === 'internal') {
    spec.report.warning('noEffect', spec.at('ebgpMultiHop'), true, 'is for eBGP, but dynamicASN is internal');
  }
  const value: Peer = {
    ...plainPeer(object, object.name, localAsn, remoteAsn),
    labels: object.labels,
    nodeSelectors: readSelectors(spec, 'nodeSelectors'),
    replacedAsn: readAsn(spec, 'localASN'),
    at: readLocation(spec),
    sourceAddress: readAddress(spec, 'sourceAddress'),
    routerId: readRouterId(spec, 'routerID'),
    ...readTimers(spec, 'holdTime', 'keepaliveTime'),
    connectTime: readConnectTime(spec),
    password: readPasswordSource(spec, object.namespace),
    bfdProfile: spec.text('bfdProfile'),
    gracefulRestart:
      spec.boolean('enableGracefulRestart') === true ? { restartTime: null, longLivedStaleTime: null } : null,
    ebgpHops: multiHop ? 255 : 1,
    vrf: spec.text('vrf'),
    families: readFamilies(spec),
  };
  spec.warnOfUnknown();
  drafts.peers.push({ value, report: object.report, path: spec.path, password: spec.text('password') });
}

function readRemoteAsn(spec: Fields, fallback: Asn): Peer['remoteAsn'] {
  const number = readAsn(spec, 'peerASN');
  const dynamic = spec.text('dynamicASN');
  if (number !== null && dynamic !== null) {
    spec.report.error(
      'conflict',
      spec.at('dynamicASN'),
      dynamic,
      'excludes spec.peerASN; give one of the two',
    );
  }
  if (number === null && dynamic === null) spec.missing('peerASN', 'or dynamicASN internal or external');
  if (dynamic === null) return number ?? fallback;
  return spec.oneOf('dynamicASN', DYNAMIC) ?? fallback;
}

function readLocation(spec: Fields): PeerLocation {
  const port = spec.positive('peerPort', 16384) ?? 179;
  const link = spec.text('interface');
  const address = readAddress(spec, 'peerAddress');
  const hasAddress = spec.text('peerAddress') !== null;
  if (link !== null && hasAddress) {
    spec.report.error(
      'conflict',
      spec.at('interface'),
      link,
      'excludes spec.peerAddress; give one of the two',
    );
  }
  if (link === null && !hasAddress)
    spec.missing('peerAddress', 'or interface for a session over link-local addresses');
  return address === null
    ? { kind: 'interface', interface: link ?? '', port }
    : { kind: 'address', address, port };
}

function readConnectTime(spec: Fields): Seconds | null {
  const connectTime = readSeconds(spec, 'connectTime');
  if (connectTime !== null && (connectTime < 1 || connectTime > MAX_SECONDS)) {
    spec.invalid('connectTime', `${connectTime}s`, `must be 1 to ${MAX_SECONDS} s`);
  }
  return connectTime;
}

function readPasswordSource(spec: Fields, objectNamespace: string): PasswordSource | null {
  const isInline = spec.text('password') !== null;
  const secret = spec.object('passwordSecret');
  const name = secret?.text('name') ?? null;
  const namespace = secret?.text('namespace') ?? objectNamespace;
  if (isInline && name !== null) {
    spec.report.error(
      'conflict',
      spec.at('passwordSecret'),
      name,
      'excludes spec.password; give one of the two',
    );
  }
  if (name !== null) return { kind: 'secret', namespace, name, key: 'password' };
  return isInline ? { kind: 'inline' } : null;
}

function readFamilies(spec: Fields): readonly IpFamily[] | null {
  if (spec.boolean('disableMP') === true) {
    spec.report.warning('deprecated', spec.at('disableMP'), true, 'is deprecated and does nothing');
  }
  return spec.boolean('dualStackAddressFamily') === true ? ['ipv4', 'ipv6'] : null;
}

const DYNAMIC = ['internal', 'external'] as const;
