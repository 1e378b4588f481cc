import type { BgpAdvertisement } from '../../model/advertisement.ts';
import type { Audience, Pool, PoolRange } from '../../model/pool.ts';
import { readRangeOrAddress } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import { readElection } from '../election.ts';
import type { Fields } from '../fields.ts';
import { impliedBgp, impliedL2, plainPool } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readNames } from '../names.ts';
import { DIALECT_LABEL, RACK_LABEL } from './label.ts';

/** Eip v1alpha2 and v1alpha1: a pool that says itself how it is advertised. */
export function readEip(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.object('spec');
  if (spec === null) {
    object.fields.missing('spec');
    return;
  }
  const { report, name } = object;
  const audience = readAudience(spec);
  const pool: Pool = {
    ...plainPool(object, name, readAddressField(spec)),
    labels: object.labels,
    autoAssign: audience !== null,
    disabled: spec.boolean('disable') ?? false,
    priority: spec.integer('priority', -(2 ** 31), 2 ** 31 - 1) ?? 0,
    reservedFor: audience,
    optIn: 'openelb',
    isAnnouncedElsewhere: CNI_LABEL in object.labels,
    isDefault: object.annotations[DEFAULT_ANNOTATION]?.toLowerCase() === 'true',
  };
  drafts.pools.push({ value: pool, report, path: spec.path });
  if (spec.has('usingKnownIPs')) {
    report.note('noEffect', spec.at('usingKnownIPs'), null, 'does nothing, in OpenELB as here');
  }
  readAdvertising(object, spec, drafts);
  spec.warnOfUnknown();
}

function readAdvertising(object: KubernetesObject, spec: Fields, drafts: Drafts): void {
  const { report, name, labels, apiVersion } = object;
  const protocol = spec.oneOf('protocol', PROTOCOLS) ?? 'bgp';
  const interfaces = readInterfaces(spec, protocol !== 'bgp' && !apiVersion.endsWith('/v1alpha1'));
  if (CNI_LABEL in labels) {
    report.note(
      'noEffect',
      `metadata.labels."${CNI_LABEL}"`,
      labels[CNI_LABEL],
      'leaves the announcing to the CNI',
    );
    return;
  }
  if (protocol === 'bgp') {
    const value = advertisementOfNodes(object);
    drafts.bgpAdvertisements.push({
      value,
      communities: [],
      knowsNames: false,
      names: null,
      report,
      path: spec.path,
    });
    return;
  }
  if (protocol === 'vip') {
    report.warning(
      'notSupported',
      spec.at('protocol'),
      'vip',
      'has no equivalent (VRRP by keepalived); layer 2 serves',
    );
  }
  drafts.l2Advertisements.push({
    value: { ...impliedL2(object, name), interfaces, election: readElection(object) },
    names: null,
    report,
    path: spec.path,
  });
}

/** One session carries a path for each node of the speaker's rack. */
function advertisementOfNodes(object: KubernetesObject): BgpAdvertisement {
  return {
    ...impliedBgp(object, object.name),
    peers: { names: [], selectors: [{ matchLabels: { [DIALECT_LABEL]: 'openelb' }, matchExpressions: [] }] },
    nextHops: { kind: 'nodes', sameLabel: RACK_LABEL },
  };
}

function readAddressField(spec: Fields): readonly PoolRange[] {
  const text = spec.requiredText('address');
  if (text === '') return [];
  const range = readRangeOrAddress(spec, 'address', text);
  return range === null ? [] : [range];
}

/** v1alpha1 has no such field: there the interface was found by the address. */
function readInterfaces(spec: Fields, isRequired: boolean): readonly string[] {
  const text = spec.text('interface');
  if (text === null && isRequired) spec.missing('interface', 'the network interface, for layer2 and vip');
  if (text?.startsWith('can_reach:') !== true) return text === null ? [] : [text];
  const message =
    'picks the interface by route in OpenELB; here every interface in the subnet of the address answers';
  spec.report.warning('notSupported', spec.at('interface'), text, message);
  return [];
}

/** Only steers who gets an address without asking: a Service that asks by name is served from any namespace. */
function readAudience(spec: Fields): Audience | null {
  const namespaces = readNames(spec, 'namespaces');
  const matchLabels = spec.map('namespaceSelector');
  const hasSelector = Object.keys(matchLabels).length > 0;
  if (namespaces.length === 0 && !hasSelector) return null;
  const namespaceSelectors = hasSelector ? [{ matchLabels, matchExpressions: [] }] : [];
  return { namespaces, namespaceSelectors, serviceSelectors: [], isEnforced: false };
}

const PROTOCOLS = ['bgp', 'layer2', 'vip'] as const;
const DEFAULT_ANNOTATION = 'eip.openelb.kubesphere.io/is-default-eip';
const CNI_LABEL = 'openelb.kubesphere.io/cni';
