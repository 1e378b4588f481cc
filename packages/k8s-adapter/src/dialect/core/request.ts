import { familyOf, parseIpAddress } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { Labels } from '../../model/object.ts';
import type { AddressRequest, Sharing } from '../../model/service.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { ANNOTATIONS, OPENELB } from './annotation.ts';

/** Reads what a Service asks for, by annotation or by `spec.loadBalancerIP`. */
export function readRequest(object: KubernetesObject, spec: Fields): AddressRequest {
  const { annotations } = object;
  const isOpenelb = wantsOpenelb(annotations);
  const openelb = (names: readonly string[]): Given | null => (isOpenelb ? firstOf(object, names) : null);
  const ours = firstOf(object, ANNOTATIONS.addresses);
  const asked = ours ?? openelb(OPENELB.address);
  const pools = firstOf(object, ANNOTATIONS.pools) ?? openelb(OPENELB.pool);
  const loadBalancerIp = spec.text('loadBalancerIP');
  if (isOpenelb) remarkOnOpenelb(object);
  const defects: string[] = [];
  const defect = (field: string, value: string, message: string): void => {
    object.report.error('invalidValue', field, value, message);
    defects.push(`${field} ${message}`);
  };
  const source =
    asked ?? (loadBalancerIp === null ? null : { name: LOAD_BALANCER_IP, value: loadBalancerIp });
  if (ours !== null && loadBalancerIp !== null) {
    defect(fieldOf(ours.name), ours.value, 'excludes spec.loadBalancerIP; give one of the two');
  }
  return {
    addresses: source === null ? [] : readAddresses(source, defect),
    pools: pools === null ? [] : listOf(pools.value),
    claim: given(annotations, ANNOTATIONS.claim)?.value ?? null,
    count: readCount(given(annotations, ANNOTATIONS.count), defect),
    defect: defects[0] ?? null,
  };
}

/** Reads with whom the Service shares its address. */
export function readSharing(object: KubernetesObject): Sharing | null {
  const key = firstOf(object, ANNOTATIONS.sharingKey);
  if (key !== null) return { kind: 'key', key: key.value };
  return wantsOpenelb(object.annotations) ? { kind: 'onRequest' } : null;
}

/** Whether the Service opts in to OpenELB. */
export function wantsOpenelb(annotations: Labels): boolean {
  const product = annotations[OPENELB.optIn];
  return OPENELB.products.some((each) => each === product);
}

/** The pool that the addresses of the Service were noted to be from. */
export function allocatedFrom(annotations: Labels): string | null {
  const name = ANNOTATIONS.allocatedFrom.find((each) => (annotations[each] ?? '') !== '');
  return name === undefined ? null : (annotations[name] ?? null);
}

function remarkOnOpenelb(object: KubernetesObject): void {
  const { annotations, report } = object;
  const proxy = given(annotations, OPENELB.nodeProxy);
  if (proxy !== null) {
    const message =
      'asks for host ports on the nodes (NodeProxy), which has no equivalent; it gets an address instead';
    report.warning('notSupported', fieldOf(proxy.name), proxy.value, message);
  }
  const protocol = firstOf(object, OPENELB.protocol);
  if (protocol !== null) {
    report.note(
      'noEffect',
      fieldOf(protocol.name),
      protocol.value,
      'does nothing: the protocol is that of the pool',
    );
  }
}

interface Given {
  readonly name: string;
  readonly value: string;
}

/** The first of the annotations that is there; an old name is remarked on. */
function firstOf(object: KubernetesObject, names: readonly string[]): Given | null {
  for (const name of names) {
    const found = given(object.annotations, name);
    if (found === null) continue;
    if (name.startsWith('metallb.universe.tf/')) {
      const successor = name.replace('metallb.universe.tf/', 'metallb.io/');
      object.report.warning(
        'deprecated',
        fieldOf(name),
        found.value,
        `is an old name, which works; use ${successor}`,
      );
    }
    return found;
  }
  return null;
}

function given(annotations: Labels, name: string): Given | null {
  const value = annotations[name];
  return value === undefined || value === '' ? null : { name, value };
}

type Defect = (field: string, value: string, message: string) => void;

function readAddresses({ name, value }: Given, defect: Defect): readonly IpAddress[] {
  const field = name === LOAD_BALANCER_IP ? name : fieldOf(name);
  const addresses: IpAddress[] = [];
  for (const text of listOf(value)) {
    const address = parseIpAddress(text);
    if (address === null) defect(field, value, `holds "${text}", which is no IP address`);
    else if (addresses.includes(address)) defect(field, value, `says ${address} twice`);
    else if (
      !name.startsWith('fairlead.dev/') &&
      addresses.some((other) => familyOf(other) === familyOf(address))
    ) {
      defect(field, value, `holds two addresses of one family; ${ANNOTATIONS.addresses[0]} may hold several`);
    } else addresses.push(address);
  }
  return addresses;
}

function readCount(count: Given | null, defect: Defect): number {
  if (count === null) return 1;
  const value = /^\d{1,3}$/.test(count.value) ? Number(count.value) : 0;
  if (value >= 1 && value <= MAX_COUNT) return value;
  defect(fieldOf(count.name), count.value, `is "${count.value}", but must be 1 to ${MAX_COUNT}`);
  return 1;
}

function listOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function fieldOf(annotation: string): string {
  return `metadata.annotations."${annotation}"`;
}

const LOAD_BALANCER_IP = 'spec.loadBalancerIP';
const MAX_COUNT = 16;
