import { translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { objects, service } from '../support/objects.ts';
import { world } from '../support/world.ts';

/** Situations that Cilium tests its LB IPAM in, with objects of our own. */
describe('as users of Cilium LB IPAM expect', () => {
  const key = (name: string): string => `fairlead.dev/sharing-key: ${name}`;
  const port = (number: number): string => `ports: [{ port: ${number} }]`;

  it('two pools that overlap leave the older in force, and an edit brings the other back', () => {
    const younger = (addresses: string): string => own('b', addresses, '', '2026-02-01T00:00:00Z');
    const w = world();
    expect(
      w.apply(own('a', '10.0.10.0/24') + younger('10.0.10.0/24, "ff00::/48"') + service('x', { spec: ipv6 })),
    ).to.deep.equal({
      x: 'poolHasNoFamily',
    });
    expect(w.apply(younger('"ff00::/48"'))).to.deep.equal({ x: 'ff00::' });
  });

  it('a pool whose ranges overlap each other is set aside until it is mended', () => {
    const w = world();
    expect(w.apply(own('a', '10.0.10.0/24, 10.0.10.64/28') + service('x'))).to.deep.equal({ x: 'noPools' });
    expect(w.apply(own('a', '10.0.10.0/24'))).to.deep.equal({ x: '10.0.10.0' });
  });

  it('a Service that asks for the other family gets an address of it, and the way back', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24, "ff00::/48"'));
    for (const [spec, wanted] of [
      ['ipFamilies: [IPv4]', '10.0.10.0'],
      [ipv6, 'ff00::'],
      ['ipFamilies: [IPv4]', '10.0.10.0'],
    ] as const)
      expect(w.apply(service('x', { spec }))).to.deep.equal({ x: wanted });
  });

  it('Services of one sharing key share an address, and part when the key changes', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24'));
    w.apply(service('x', { annotations: key('one'), spec: port(80) }));
    expect(w.apply(service('y', { annotations: key('one'), spec: port(81) }))).to.deep.equal({
      x: '10.0.10.0',
      y: '10.0.10.0',
    });
    expect(w.apply(service('y', { annotations: key('two'), spec: port(81) }))).to.deep.equal({
      x: '10.0.10.0',
      y: '10.0.10.1',
    });
  });

  it('Services that share part when their ports come to clash, and a third fits in where it can', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24'));
    w.apply(service('x', { annotations: key('one'), spec: port(80) }));
    w.apply(service('y', { annotations: key('one'), spec: port(81) }));
    expect(w.apply(service('y', { annotations: key('one'), spec: port(80) }))).to.deep.equal({
      x: '10.0.10.0',
      y: '10.0.10.1',
    });
    expect(w.apply(service('z', { annotations: key('one'), spec: port(81) }))).to.include({ z: '10.0.10.0' });
  });

  it('an address is free again when its Service is deleted or is of another type', () => {
    const w = world();
    w.apply(own('a', '10.0.10.1') + service('x'));
    expect(w.apply(service('y'))).to.deep.equal({ x: '10.0.10.1', y: 'poolExhausted' });
    expect(w.apply(service('x').replace('LoadBalancer', 'NodePort'))).to.deep.equal({
      x: 'notLoadBalancer',
      y: '10.0.10.1',
    });
    w.apply(service('z'));
    expect(w.remove(service('y'))).to.include({ z: '10.0.10.1' });
  });

  it('a start keeps addresses that are legal and replaces those that are not', () => {
    const legal = service('x', { status: '{ ip: 10.0.10.123 }' });
    const illegal = service('y', { status: '{ ip: 192.168.1.12 }' });
    expect(world().apply(own('a', '10.0.10.0/24') + legal + illegal)).to.deep.equal({
      x: '10.0.10.123',
      y: '10.0.10.0',
    });
  });

  it('a pool for Services with a label serves these alone, and lets go of one that loses it', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24', 'reservedFor: { serviceSelectors: [{ matchLabels: { color: red } }] }'));
    expect(
      w.apply(service('x', { labels: 'color: red' }) + service('y', { labels: 'color: blue' })),
    ).to.deep.equal({
      x: '10.0.10.0',
      y: 'poolNotForService',
    });
    expect(w.apply(service('x', { labels: 'color: green' }))).to.include({ x: 'poolNotForService' });
  });

  it('a pool for a namespace serves that one alone', () => {
    expect(
      world().apply(
        own('a', '10.0.10.0/24', 'reservedFor: { namespaces: [tenant] }') +
          service('x', { namespace: 'tenant' }) +
          service('y'),
      ),
    ).to.deep.equal({ 'tenant/x': '10.0.10.0', y: 'poolNotForNamespace' });
  });

  it('who found every range full gets an address of a new range or pool', () => {
    const w = world();
    w.apply(own('a', '10.0.10.1') + service('x') + service('y'));
    expect(w.apply(service('z'))).to.deep.equal({ x: '10.0.10.1', y: 'poolExhausted', z: 'poolExhausted' });
    expect(w.apply(own('a', '10.0.10.1, 10.0.10.9'))).to.include({ y: '10.0.10.9', z: 'poolExhausted' });
    expect(w.apply(own('b', '10.0.11.1'))).to.deep.equal({ x: '10.0.10.1', y: '10.0.10.9', z: '10.0.11.1' });
  });

  it('who asks for addresses gets these, and keeps only what it goes on asking for', () => {
    const asks = (list: string): string => service('x', { annotations: `fairlead.dev/addresses: "${list}"` });
    const w = world();
    w.apply(own('a', '10.0.10.0/24'));
    expect(w.apply(asks('10.0.10.20,10.0.10.10'))).to.deep.equal({ x: '10.0.10.20 10.0.10.10' });
    expect(w.apply(asks('10.0.10.10'))).to.deep.equal({ x: '10.0.10.10' });
    expect(w.apply(asks('192.168.1.1'))).to.deep.equal({ x: 'addressInNoPool' });
  });

  it('a disabled pool gives nothing new and takes nothing away', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24') + service('x'));
    w.apply(own('a', '10.0.10.0/24', 'disabled: true'));
    expect(w.apply(service('y'))).to.deep.equal({ x: '10.0.10.0', y: 'poolDisabled' });
    expect(w.apply(own('a', '10.0.10.0/24'))).to.deep.equal({ x: '10.0.10.0', y: '10.0.10.1' });
  });

  it('addresses go with their pool, and move with their range where another remains', () => {
    const w = world();
    w.apply(own('a', '10.0.10.0/24, 10.0.20.0/24') + service('x'));
    expect(w.apply(own('a', '10.0.20.0/24'))).to.deep.equal({ x: '10.0.20.0' });
    expect(w.remove(own('a', ''))).to.deep.equal({ x: 'noPools' });
  });

  it('a Service of another class is left alone, whatever its status says', () => {
    const foreign = service('x', {
      spec: 'loadBalancerClass: net.example/lb',
      status: '{ ip: 203.0.113.1 }',
    });
    expect(world().apply(own('a', '10.0.10.0/24') + foreign)).to.deep.equal({ x: 'otherClass' });
  });

  it('the problem of an overlap names both pools', () => {
    const { problems } = translate(
      objects(own('a', '10.0.10.0/24') + own('b', '10.0.10.0/25', '', '2026-02-01T00:00:00Z')),
    );
    const [overlap] = problems.filter(({ code }) => code === 'overlap');
    expect([overlap?.object.name, overlap?.message]).to.deep.equal([
      'b',
      'holds 10.0.10.0/25, which overlaps 10.0.10.0/24 of the older AddressPool a',
    ]);
  });
});

const ipv6 = 'ipFamilies: [IPv6]';

/** An AddressPool; `addresses` and `more` are the insides of a list and of a mapping in flow style. */
function own(name: string, addresses: string, more = '', createdAt = '2026-01-01T00:00:00Z'): string {
  return `---
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: ${name}, creationTimestamp: "${createdAt}" }
spec: { addresses: [${addresses}]${more === '' ? '' : `, ${more}`} }
`;
}
