import { parseIpAddress, parseMaskedPrefix } from '@fairlead/inet';
import type { IpAddress, Prefix } from '@fairlead/inet';
import type { Node } from '../../model/node.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';

/** Node v1. */
export function readNode(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  const status = object.fields.objectOrEmpty('status');
  const conditions = new Map(
    status.objects('conditions').map((item) => [item.text('type') ?? '', item.text('status') ?? '']),
  );
  const ready = conditions.get('Ready');
  const value: Node = {
    name: object.name,
    labels: object.labels,
    internalAddresses: readInternalAddresses(status),
    podPrefixes: readPodPrefixes(spec),
    subnets: readSubnets(object.annotations),
    interfaces: readInterfaces(object.annotations),
    weight: readWeight(object),
    isReady: ready === undefined ? null : ready === 'True',
    isNetworkUnavailable: conditions.get('NetworkUnavailable') === 'True',
    isUnschedulable: spec.boolean('unschedulable') ?? false,
    taints: spec.objects('taints').map((item) => ({
      key: item.text('key') ?? '',
      value: item.text('value') ?? '',
      effect: item.text('effect') ?? '',
    })),
  };
  drafts.nodes.push({ value, report: object.report, path: '' });
}

function readInternalAddresses(status: Fields): readonly IpAddress[] {
  return status
    .objects('addresses')
    .filter((item) => item.text('type') === 'InternalIP')
    .flatMap((item) => parseIpAddress(item.text('address') ?? '') ?? []);
}

function readPodPrefixes(spec: Fields): readonly Prefix[] {
  const texts = spec.has('podCIDRs') ? spec.texts('podCIDRs') : [spec.text('podCIDR') ?? ''];
  return texts.flatMap(prefixIn);
}

/** The subnets of a node's interfaces: as its speaker or its owner wrote them down, or its CNI. */
function readSubnets(annotations: Readonly<Record<string, string>>): readonly Prefix[] | null {
  const own = annotations[SUBNETS_ANNOTATION];
  if (own !== undefined) return own.split(',').flatMap(prefixIn);
  const calico = CALICO_ANNOTATIONS.flatMap((name) => prefixIn(annotations[name] ?? ''));
  return calico.length > 0 ? calico : null;
}

/** As its speaker or its owner wrote them down. */
function readInterfaces(annotations: Readonly<Record<string, string>>): readonly string[] | null {
  const names = annotations[INTERFACES_ANNOTATION];
  return names === undefined ? null : names.split(',').map((name) => name.trim());
}

function readWeight({ annotations, report }: KubernetesObject): number {
  const text = annotations[WEIGHT_ANNOTATION];
  if (text === undefined) return 1;
  const weight = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (weight <= MAX_WEIGHT) return weight;
  const field = `metadata.annotations."${WEIGHT_ANNOTATION}"`;
  report.error('invalidValue', field, text, `is "${text}", but must be 0 to ${MAX_WEIGHT}; 1 counts`);
  return 1;
}

function prefixIn(text: string): readonly Prefix[] {
  const prefix = parseMaskedPrefix(text.trim());
  return prefix.ok ? [prefix.value] : [];
}

const SUBNETS_ANNOTATION = 'fairlead.dev/subnets';
const INTERFACES_ANNOTATION = 'fairlead.dev/interfaces';
const WEIGHT_ANNOTATION = 'fairlead.dev/weight';
const MAX_WEIGHT = 1000;
const CALICO_ANNOTATIONS = ['projectcalico.org/IPv4Address', 'projectcalico.org/IPv6Address'];
