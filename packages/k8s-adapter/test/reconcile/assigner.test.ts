import { expect } from 'chai';
import { Assigner } from '../../src/reconcile/assigner.ts';
import { testCluster } from '../support/cluster.ts';
import type { TestCluster } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('the assigner', () => {
  const start = (yaml: string): { readonly cluster: TestCluster; readonly assigner: Assigner } => {
    const cluster = testCluster(yaml);
    const assigner = new Assigner({ state: cluster.state, loadBalancerClass: null });
    assigner.placeAll();
    return { cluster, assigner };
  };

  it('leaves addresses with those that have them, whatever the order', () => {
    const { assigner } = start(
      pool('blue', ['192.0.2.0/30']) + service('a') + service('b', { status: '{ ip: 192.0.2.0 }' }),
    );
    expect([assigner.addressesOf('default/a'), assigner.addressesOf('default/b')]).to.deep.equal([
      ['192.0.2.1'],
      ['192.0.2.0'],
    ]);
  });

  it('gives what one Service leaves to one that waits', () => {
    const { cluster, assigner } = start(pool('blue', ['192.0.2.1/32']) + service('a') + service('b'));
    expect(assigner.allocations.get('default/b')?.kind).to.equal('pending');
    cluster.remove(service('a'));
    expect(assigner.place('default/a')).to.deep.equal(['default/a', 'default/b']);
    expect(assigner.addressesOf('default/b')).to.deep.equal(['192.0.2.1']);
  });

  it('changes nothing when a Service is placed again', () => {
    const { cluster, assigner } = start(pool('blue', ['192.0.2.0/30']) + service('a'));
    const placed = assigner.allocations.get('default/a');
    cluster.put(service('a', { status: '{ ip: 192.0.2.0, ipMode: VIP }' }));
    assigner.place('default/a');
    expect(assigner.allocations.get('default/a')?.addresses).to.deep.equal(placed?.addresses);
  });

  it('tells whose addresses an edit of the configuration changes', () => {
    const { cluster, assigner } = start(
      pool('blue', ['192.0.2.0/30']) +
        service('a') +
        service('b', { annotations: 'metallb.io/address-pool: red' }),
    );
    cluster.put(pool('red', ['198.51.100.1/32']));
    expect(assigner.placeAll()).to.include('default/b');
    expect(assigner.addressesOf('default/b')).to.deep.equal(['198.51.100.1']);
  });
});
