import { elect } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { pool, service } from '../support/objects.ts';
import { world } from '../support/world.ts';

/** Situations that PureLB tests its allocator and its election in, with objects of our own. */
describe('as users of PureLB expect', () => {
  const shared = (key: string, port: number, more = ''): Parameters<typeof service>[1] => ({
    annotations: `metallb.io/allow-shared-ip: ${key}${more === '' ? '' : `, ${more}`}`,
    spec: `ports: [{ port: ${port} }]`,
  });
  const asking = (address: string): string => `metallb.io/loadBalancerIPs: ${address}`;
  const dual = 'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]';

  describe('addresses', () => {
    it('are given from the first on, and again when they come back', () => {
      const w = world();
      expect(w.apply(pool('p', ['192.168.1.0-192.168.1.1']) + service('a') + service('b'))).to.deep.equal({
        a: '192.168.1.0',
        b: '192.168.1.1',
      });
      w.remove(service('a'));
      expect(w.apply(service('c'))).to.deep.equal({ b: '192.168.1.1', c: '192.168.1.0' });
    });

    it('that are asked for are given to one, and to another only under one key', () => {
      const w = world();
      w.apply(pool('p', ['192.168.1.0/30']));
      const at = asking('192.168.1.2');
      expect(w.apply(service('a', { annotations: at }) + service('b', { annotations: at }))).to.deep.equal({
        a: '192.168.1.2',
        b: 'addressInUse',
      });
      w.remove(service('a') + service('b'));
      expect(w.apply(service('a', shared('k', 80, at)) + service('b', shared('k', 81, at)))).to.deep.equal({
        a: '192.168.1.2',
        b: '192.168.1.2',
      });
      expect(w.apply(service('c', shared('other', 82, at)))).to.include({ c: 'sharingKeyDiffers' });
    });

    it('under different keys are different', () => {
      expect(
        world().apply(
          pool('p', ['192.168.1.0/30']) +
            service('a', shared('one', 80)) +
            service('b', shared('two', 80)) +
            service('c', shared('one', 443)),
        ),
      ).to.deep.equal({ a: '192.168.1.0', b: '192.168.1.1', c: '192.168.1.0' });
    });

    it('under one key are free when the last who shares them is gone', () => {
      const w = world();
      w.apply(pool('p', ['192.168.1.0/32']) + service('a', shared('k', 80)) + service('b', shared('k', 81)));
      w.apply(service('c'));
      expect(w.remove(service('a'))).to.deep.equal({ b: '192.168.1.0', c: 'poolExhausted' });
      expect(w.remove(service('b'))).to.deep.equal({ c: '192.168.1.0' });
    });

    it('of a named pool come from it, and of an unknown one from nowhere', () => {
      const from = (name: string): string => `metallb.io/address-pool: ${name}`;
      expect(
        world().apply(
          pool('a', ['192.168.1.0/24']) +
            pool('b', ['192.168.2.0/24']) +
            service('x', { annotations: from('b') }) +
            service('y', { annotations: from('nowhere') }),
        ),
      ).to.deep.equal({ x: '192.168.2.0', y: 'poolUnknown' });
    });

    it('of both families are given both or not at all', () => {
      const w = world();
      w.apply(pool('p', ['192.168.1.0/24', '2001:db8::/128']) + service('a', { spec: dual }));
      expect(w.apply(service('b', { spec: dual }))).to.deep.equal({
        a: '192.168.1.0 2001:db8::',
        b: 'poolExhausted',
      });
      // What it could not use it does not hold.
      expect(w.apply(service('c'))).to.include({ c: '192.168.1.1' });
    });

    it('that a Service has stay when a second family is added, and when it goes', () => {
      const w = world();
      w.apply(
        pool('p', ['192.168.1.0/24', '2001:db8::/124']) +
          service('z') +
          service('a', { spec: 'ipFamilies: [IPv4]' }),
      );
      expect(w.apply(service('a', { spec: dual }))).to.include({ a: '192.168.1.0 2001:db8::' });
      expect(w.apply(service('a', { spec: 'ipFamilies: [IPv4]' }))).to.include({ a: '192.168.1.0' });
    });

    it('of a pool that is fenced off are refused to others who ask for them', () => {
      const fenced = `---
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: tenant }
spec: { addresses: [192.168.9.0/24], reservedFor: { namespaces: [tenant] } }
`;
      expect(
        world().apply(
          fenced +
            service('a', { annotations: asking('192.168.9.7') }) +
            service('b', { annotations: asking('192.168.9.8'), namespace: 'tenant' }),
        ),
      ).to.deep.equal({ a: 'poolNotForNamespace', 'tenant/b': '192.168.9.8' });
    });
  });

  describe('an election', () => {
    const nodes = ['node-1', 'node-2', 'node-3', 'node-4'];
    const addresses = Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`);
    const winners = (candidates: readonly string[]): readonly (string | null)[] =>
      [
        ...elect(
          addresses.map((address) => ({ address, candidates, policy: { mode: 'compatible' } })),
        ).values(),
      ].map(({ owner }) => owner);

    it('has the same outcome whoever holds it, and in whatever order candidates are named', () => {
      expect(winners([...nodes].reverse())).to.deep.equal(winners(nodes));
    });

    it('of nobody is won by nobody, and of one by that one', () => {
      expect(new Set(winners([]))).to.deep.equal(new Set([null]));
      expect(new Set(winners(['node-2']))).to.deep.equal(new Set(['node-2']));
    });

    it('gives every node a part', () => {
      for (const node of nodes)
        expect(winners(nodes).filter((winner) => winner === node).length).to.be.above(20);
    });

    it('moves nothing of those who stay when one leaves', () => {
      const before = winners(nodes);
      const after = winners(nodes.filter((node) => node !== 'node-3'));
      before.forEach((winner, index) => {
        if (winner !== 'node-3') expect(after[index]).to.equal(winner);
      });
    });
  });
});
