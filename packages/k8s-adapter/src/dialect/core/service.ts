import { familyOf, parseIpAddress } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import { objectKey } from '../../model/object.ts';
import type { Assignment, Service, ServicePort } from '../../model/service.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { allocatedFrom, readRequest, readSharing, wantsOpenelb } from './request.ts';

/** Service v1. */
export function readService(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  const clusterIps = readClusterIps(spec);
  const policy = FAMILY_POLICIES.get(spec.text('ipFamilyPolicy') ?? '') ?? 'single';
  const service: Service = {
    ref: object.ref,
    createdAt: object.createdAt,
    key: objectKey(object.namespace, object.name),
    namespace: object.namespace,
    name: object.name,
    labels: object.labels,
    type: spec.text('type') ?? 'ClusterIP',
    loadBalancerClass: spec.text('loadBalancerClass'),
    isHeadless: clusterIps.includes('None'),
    families: readFamilies(spec, clusterIps, policy),
    familyPolicy: policy,
    ports: readPorts(spec),
    externalTrafficPolicy: spec.text('externalTrafficPolicy') === 'Local' ? 'Local' : 'Cluster',
    backend: readBackend(spec),
    request: readRequest(object, spec),
    sharing: readSharing(object),
    optIn: wantsOpenelb(object.annotations) ? 'openelb' : null,
    assigned: readAssignment(object),
  };
  drafts.services.push({ value: service, report: object.report, path: 'spec' });
}

function readClusterIps(spec: Fields): readonly string[] {
  const all = spec.texts('clusterIPs');
  const first = spec.text('clusterIP');
  return all.length > 0 || first === null ? all : [first];
}

/** The families of its ClusterIPs; of a manifest without them, those that the API server will choose. */
function readFamilies(
  spec: Fields,
  clusterIps: readonly string[],
  policy: Service['familyPolicy'],
): readonly IpFamily[] {
  const given = clusterIps.flatMap((text) => parseIpAddress(text) ?? []).map(familyOf);
  if (given.length > 0) return [...new Set(given)];
  const named = spec.texts('ipFamilies').flatMap((text) => FAMILIES.get(text) ?? []);
  if (policy === 'single') return named.slice(0, 1);
  const first = named[0] ?? 'ipv4';
  return [first, first === 'ipv4' ? 'ipv6' : 'ipv4'];
}

function readPorts(spec: Fields): readonly ServicePort[] {
  return spec.objects('ports').flatMap((item) => {
    const port = item.integer('port', 1, 65535);
    const protocol = item.oneOf('protocol', PROTOCOLS) ?? 'TCP';
    return port === null ? [] : [{ protocol, port }];
  });
}

function readBackend(spec: Fields): string {
  return Object.entries(spec.map('selector'))
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

function readAssignment({ fields, annotations }: KubernetesObject): Assignment | null {
  const ingress = fields.objectOrEmpty('status').objectOrEmpty('loadBalancer').objects('ingress');
  const addresses: readonly IpAddress[] = ingress.flatMap(
    (item) => parseIpAddress(item.text('ip') ?? '') ?? [],
  );
  return addresses.length === 0 ? null : { addresses, pool: allocatedFrom(annotations) };
}

const FAMILY_POLICIES: ReadonlyMap<string, Service['familyPolicy']> = new Map([
  ['SingleStack', 'single'],
  ['PreferDualStack', 'prefer'],
  ['RequireDualStack', 'require'],
]);
const FAMILIES: ReadonlyMap<string, IpFamily> = new Map([
  ['IPv4', 'ipv4'],
  ['IPv6', 'ipv6'],
]);
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
