import { asn, seconds } from '@fairlead/inet';
import type { IpFamily, Seconds } from '@fairlead/inet';
import type { Peer, PeerLocation } from '../../model/peer.ts';
import { readAddress, readAsn, readRequiredAsn } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import { parseDuration } from '../duration.ts';
import type { Fields } from '../fields.ts';
import { plainPeer } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readSelector } from '../selector.ts';
import { DIALECT_LABEL } from './label.ts';
import { readRestart } from './restart.ts';

/** BgpPeer v1alpha2, and v1alpha1, which calls `conf` `config`. Which AS is ours, BgpConf says. */
export function readBgpPeer(object: KubernetesObject, drafts: Drafts): void {
  const { report, fields } = object;
  const spec = fields.objectOrEmpty('spec');
  const conf = spec.object('conf') ?? spec.objectOrEmpty('config');
  const remoteAsn = readRequiredAsn(conf, 'peerAs');
  const password = conf.text('authPassword');
  const isDown = conf.boolean('adminDown') ?? false;
  const selector = spec.object('nodeSelector');
  const value: Peer = {
    ...plainPeer(object, object.name, LATER, remoteAsn),
    labels: { ...object.labels, [DIALECT_LABEL]: 'openelb' },
    nodeSelectors: selector === null ? [] : [readSelector(selector)],
    replacedAsn: readAsn(conf, 'localAs'),
    at: readLocation(conf, spec.objectOrEmpty('transport')),
    ...readTimers(spec.objectOrEmpty('timers').objectOrEmpty('config')),
    password: password === null ? null : { kind: 'inline' },
    gracefulRestart: readRestart(spec),
    ebgpHops: readHops(spec.objectOrEmpty('ebgpMultihop')),
    vrf: conf.text('vrf'),
    isPassive: spec.objectOrEmpty('transport').boolean('passiveMode') ?? false,
    ...readFamilies(spec),
  };
  for (const name of WITHOUT_EQUIVALENT) {
    if (conf.has(name))
      report.warning('notSupported', conf.at(name), conf.raw(name), 'has no equivalent here');
  }
  for (const name of ['description', 'peerType', 'sendCommunity']) conf.raw(name);
  if (spec.has('usingPortForward')) {
    report.note('noEffect', spec.at('usingPortForward'), null, 'needs no setting here');
  }
  spec.warnOfUnknown();
  conf.warnOfUnknown();
  if (isDown) report.note('noEffect', conf.at('adminDown'), true, 'keeps the session down');
  else drafts.openelb.peers.push({ value, password, report, path: spec.path });
}

function readLocation(conf: Fields, transport: Fields): PeerLocation {
  const port = transport.positive('remotePort', 65535) ?? 179;
  const link = conf.text('neighborInterface');
  const address = readAddress(conf, 'neighborAddress');
  if (address !== null) return { kind: 'address', address, port };
  if (link === null && !conf.has('neighborAddress')) conf.missing('neighborAddress', 'or neighborInterface');
  return { kind: 'interface', interface: link ?? '', port };
}

function readTimers(config: Fields): Pick<Peer, 'holdTime' | 'keepaliveTime' | 'connectTime'> {
  config.raw('minimumAdvertisementInterval');
  return {
    holdTime: readTimer(config, 'holdTime'),
    keepaliveTime: readTimer(config, 'keepaliveInterval'),
    connectTime: readTimer(config, 'connectRetry'),
  };
}

/** Seconds as a number, in a string or not, or with a unit. */
function readTimer(config: Fields, name: string): Seconds | null {
  const value = config.raw(name);
  if (value === null || value === '') return null;
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const amount = /^\d+$/.test(text) ? Number(text) : parseDuration(text);
  if (amount !== null && Number.isSafeInteger(amount) && amount >= 0 && amount <= 65535)
    return seconds(amount);
  config.invalid(name, value, 'must be whole seconds, at most 65535');
  return null;
}

function readHops(multihop: Fields): number {
  const ttl = multihop.integer('multihopTtl', 1, 255);
  return multihop.boolean('enabled') === true ? (ttl ?? 255) : 1;
}

/** Without `afiSafis`, OpenELB sends up to ten paths of the family of the session. */
function readFamilies(spec: Fields): Pick<Peer, 'families' | 'addPathLimit'> {
  if (!spec.has('afiSafis')) {
    const sendMax = spec.objectOrEmpty('addPaths').integer('sendMax', 0, 255);
    return { families: null, addPathLimit: sendMax ?? DEFAULT_PATHS };
  }
  const families: IpFamily[] = [];
  let addPathLimit = 1;
  for (const item of spec.objects('afiSafis')) {
    const config = item.objectOrEmpty('config');
    const afi = config.objectOrEmpty('family').oneOf('afi', ['AFI_IP', 'AFI_IP6'] as const);
    if (config.boolean('enabled') === false || afi === null) continue;
    families.push(afi === 'AFI_IP' ? 'ipv4' : 'ipv6');
    const sendMax = item.objectOrEmpty('addPaths').objectOrEmpty('config').integer('sendMax', 0, 255);
    addPathLimit = Math.max(addPathLimit, sendMax ?? 1);
  }
  return { families: families.length === 0 ? null : families, addPathLimit };
}

const LATER = asn(64512);
const DEFAULT_PATHS = 10;
const WITHOUT_EQUIVALENT = [
  'peerGroup',
  'removePrivateAs',
  'routeFlapDamping',
  'allowOwnAs',
  'replacePeerAs',
];
