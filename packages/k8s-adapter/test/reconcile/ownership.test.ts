import { expect } from 'chai';
import { DEFAULT_ELIGIBILITY } from '../../src/decide/eligibility.ts';
import { Ownership } from '../../src/reconcile/ownership.ts';
import type { OwnedAddresses } from '../../src/reconcile/ownership.ts';
import { node, slice, testCluster } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('what a node owns on layer 2', () => {
  it('is answered for on the interfaces that the advertisements name, on all where one names none', () => {
    expect(
      owned(advertisement('a', 'interfaces: [eth1]'), advertisement('b', 'interfaces: [eth0]')),
    ).to.deep.equal(new Map([['192.0.2.1', { interfaces: ['eth0', 'eth1'], virtualMac: false }]]));
    expect(owned(advertisement('a', 'interfaces: [eth1]'), advertisement('b', ''))).to.deep.equal(
      new Map([['192.0.2.1', { interfaces: null, virtualMac: false }]]),
    );
  });

  it('has a MAC of its own where an advertisement of it for this node says so', () => {
    const isVirtual = (...advertisements: readonly string[]): readonly boolean[] =>
      Array.from(owned(...advertisements).values(), ({ virtualMac }) => virtualMac);
    const elsewhere = ', nodeSelectors: [{ matchLabels: { rack: "2" } }]';
    expect(isVirtual(advertisement('a', 'virtualMac: true'), advertisement('b', ''))).to.deep.equal([true]);
    expect(
      isVirtual(advertisement('a', 'virtualMac: true', elsewhere), advertisement('b', '')),
    ).to.deep.equal([false]);
  });
});

function owned(...advertisements: readonly string[]): OwnedAddresses {
  const { state } = testCluster(
    [
      pool('blue', ['192.0.2.0/28']),
      node('a', { address: '192.0.2.11' }),
      service('web', { status: '{ ip: 192.0.2.1 }' }),
      slice('web', ['a']),
      ...advertisements,
    ].join(''),
  );
  const ownership = new Ownership({
    state,
    nodeName: 'a',
    eligibility: DEFAULT_ELIGIBILITY,
    addressesOf: ({ assigned }) => assigned?.addresses ?? [],
  });
  ownership.look(null);
  return ownership.own();
}

function advertisement(name: string, layer2: string, more = ''): string {
  return `---
apiVersion: fairlead.dev/v1alpha1
kind: Advertisement
metadata: { name: ${name} }
spec: { pools: [blue], layer2: { ${layer2} }${more} }
`;
}
