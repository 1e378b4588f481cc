import { asn, parseIpAddress, parseRouterId, seconds } from '@fairlead/inet';
import type { Asn, IpFamily, Seconds } from '@fairlead/inet';
import type { Peer, PeerLocation } from '../../model/peer.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import { plainPeer } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { BGP_PEER } from './schema/bgpPeer.ts';
import { readBySchema } from './schema/read.ts';
import type { Value } from './schema/schema.ts';

/** BgpPeer fairlead.dev/v1alpha1: one peer, or one for each of its neighbors. */
export function readBgpPeer(object: KubernetesObject, drafts: Drafts): void {
  const fields = object.fields.objectOrEmpty('spec');
  const spec = readBySchema(fields, BGP_PEER.spec);
  if (!object.report.isSound) return;
  const shared = sharedBy(object, spec, fields);
  const { report } = object;
  if (spec.neighbors.length === 0) {
    const at = locationOf(spec.address, spec.interface, spec.port);
    drafts.peers.push({
      value: { ...shared, at },
      report,
      path: fields.path,
      password: null,
      takesOpaque: true,
    });
    return;
  }
  spec.neighbors.forEach((neighbor, index) => {
    const { name, address, localAsn, remoteAsn, nodeSelectors } = neighbor;
    const item = `neighbors[${index}]`;
    const value: Peer = {
      ...shared,
      name: `${object.name}/${name}`,
      at: locationOf(address, neighbor.interface, neighbor.port ?? spec.port),
      localAsn: localAsn === null ? shared.localAsn : asnIn(fields, `${item}.localAsn`, localAsn),
      remoteAsn: remoteAsn === null ? shared.remoteAsn : remoteIn(fields, `${item}.remoteAsn`, remoteAsn),
      nodeSelectors: nodeSelectors.length === 0 ? shared.nodeSelectors : nodeSelectors,
    };
    const path = `${fields.path}.${item}`;
    drafts.peers.push({ value, report: report.part(), path, password: null, takesOpaque: true });
  });
}

type Spec = Value<typeof BGP_PEER.spec>;

function sharedBy(object: KubernetesObject, spec: Spec, fields: Fields): Peer {
  const localAsn = asnIn(fields, 'localAsn', spec.localAsn);
  const remoteAsn = spec.remoteAsn === null ? localAsn : remoteIn(fields, 'remoteAsn', spec.remoteAsn);
  const { passwordSecret, gracefulRestart } = spec;
  const holdTime = secondsOf(spec.holdTime);
  return {
    ...plainPeer(object, object.name, localAsn, remoteAsn),
    labels: object.labels,
    nodeSelectors: spec.nodeSelectors,
    replacedAsn: spec.shownAsn === null ? null : asnIn(fields, 'shownAsn', spec.shownAsn),
    sourceAddress: spec.sourceAddress === null ? null : parseIpAddress(spec.sourceAddress),
    routerId: spec.routerId === null ? null : routerIdIn(fields, spec.routerId),
    holdTime,
    keepaliveTime:
      secondsOf(spec.keepaliveTime) ?? (holdTime === null ? null : seconds(Math.floor(holdTime / 3))),
    connectTime: secondsOf(spec.connectTime),
    password: passwordSecret === null ? null : { kind: 'secret', ...passwordSecret },
    bfdProfile: spec.bfdProfile,
    gracefulRestart:
      gracefulRestart === null
        ? null
        : {
            restartTime: secondsOf(gracefulRestart.restartTime),
            longLivedStaleTime: secondsOf(gracefulRestart.longLivedStaleTime),
          },
    ebgpHops: spec.ebgpHops,
    minimumTtl: spec.ttlSecurityHops === null ? null : 256 - spec.ttlSecurityHops,
    vrf: spec.vrf,
    families: spec.families.length === 0 ? null : spec.families.map(familyCalled),
    isPassive: spec.passive,
    addPathLimit: spec.addPathLimit,
  };
}

function locationOf(address: string | null, link: string | null, port: number): PeerLocation {
  const parsed = address === null ? null : parseIpAddress(address);
  return parsed === null
    ? { kind: 'interface', interface: link ?? '', port }
    : { kind: 'address', address: parsed, port };
}

function remoteIn(fields: Fields, field: string, value: number | 'internal' | 'external'): Peer['remoteAsn'] {
  return typeof value === 'number' ? asnIn(fields, field, value) : value;
}

function asnIn(fields: Fields, field: string, value: number): Asn {
  try {
    return asn(value);
  } catch {
    fields.report.error(
      'invalidValue',
      `${fields.path}.${field}`,
      value,
      'is AS_TRANS (RFC 6793), which belongs to nobody',
    );
    return asn(64512);
  }
}

function routerIdIn(fields: Fields, text: string): Peer['routerId'] {
  const id = parseRouterId(text);
  if (id === null)
    fields.invalid('routerId', text, `is "${text}", but must be like 192.0.2.1 and not 0.0.0.0`);
  return id;
}

function secondsOf(millis: number | null): Seconds | null {
  return millis === null ? null : seconds(Math.round(millis / 1000));
}

export function familyCalled(name: 'IPv4' | 'IPv6'): IpFamily {
  return name === 'IPv4' ? 'ipv4' : 'ipv6';
}
