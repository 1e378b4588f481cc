import { allocate, translate } from '@fairlead/k8s-adapter';
import type { Allocation, ObjectKey } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import fc from 'fast-check';
import { objects, pool, service } from '../support/objects.ts';

describe('addresses', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const annotations = fc.constantFrom(
    '',
    'metallb.io/allow-shared-ip: k',
    'metallb.io/address-pool: two',
    'metallb.io/loadBalancerIPs: 192.0.2.3',
    'metallb.io/allow-shared-ip: k, metallb.io/loadBalancerIPs: 192.0.2.3',
  );
  const spec = fc.constantFrom(
    '',
    'externalTrafficPolicy: Local',
    'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]',
    'ipFamilyPolicy: PreferDualStack',
    'ipFamilies: [IPv6]',
  );
  const status = fc.constantFrom('', '{ ip: 192.0.2.2 }', '{ ip: 198.51.100.1 }', '{ ip: "2001:db8::2" }');
  const services = fc.uniqueArray(
    fc.record({ name, annotations, spec, status, port: fc.integer({ min: 80, max: 82 }) }),
    {
      selector: ({ name: each }) => each,
    },
  );
  const pools = [
    pool('one', ['192.0.2.1-192.0.2.4']),
    pool('two', ['192.0.2.8/31', '2001:db8::/125']),
    pool('three', ['192.0.2.16/31'], 'serviceAllocation: { serviceSelectors: [{ matchLabels: { x: y } }] }'),
  ];

  it('are the same whatever the order of the objects', () => {
    fc.assert(
      fc.property(services, fc.integer(), (drawn, seed) => {
        const texts = [...pools, ...drawn.map(textOf)];
        const shuffled = [...texts].sort((a, b) => hash(a, seed) - hash(b, seed));
        expect(addressesFor(shuffled)).to.deep.equal(addressesFor(texts));
      }),
    );
  });

  it('stay when everything is decided again from what was written down', () => {
    fc.assert(
      fc.property(services, (drawn) => {
        const first = addressesFor([...pools, ...drawn.map(textOf)]);
        const written = drawn.map((each) => {
          const held = first[`default/${each.name}`] ?? [];
          return textOf({ ...each, status: held.map((address) => `{ ip: "${address}" }`).join(', ') });
        });
        expect(addressesFor([...pools, ...written])).to.deep.equal(first);
      }),
    );
  });

  it('are never held by two Services that do not share them', () => {
    fc.assert(
      fc.property(services, (drawn) => {
        const { cluster } = translate(objects([...pools, ...drawn.map(textOf)].join('')));
        const allocations = [...allocate(cluster, { loadBalancerClass: null }).values()];
        const keys = new Map(cluster.services.map(({ key, sharing }) => [key, sharing]));
        for (const { service: key, addresses } of allocations) {
          const others = allocations.filter((other) => other.service !== key && shares(other, addresses));
          if (others.length > 0) expect(keys.get(key)).to.deep.equal({ kind: 'key', key: 'k' });
        }
      }),
    );
  });
});

function shares({ addresses }: Allocation, others: readonly string[]): boolean {
  return addresses.some((address) => others.includes(address));
}

function textOf(drawn: {
  readonly name: string;
  readonly annotations: string;
  readonly spec: string;
  readonly status: string;
  readonly port: number;
}): string {
  return service(drawn.name, drawn).replace('port: 80', `port: ${drawn.port}`);
}

function addressesFor(texts: readonly string[]): Readonly<Record<ObjectKey, readonly string[]>> {
  const { cluster } = translate(objects(texts.join('')));
  const allocations = [...allocate(cluster, { loadBalancerClass: null })];
  return Object.fromEntries(allocations.map(([key, { addresses }]) => [key, addresses]));
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return value;
}
