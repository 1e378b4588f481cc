import { expect } from 'chai';
import { node, peer, slice, testCluster } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('the state of the cluster', () => {
  it('tells which Service changed, also by its endpoints', () => {
    const cluster = testCluster();
    cluster.put(service('web') + slice('web', ['a']));
    expect(cluster.told()).to.deep.equal(['service default/web', 'service default/web']);
    expect(cluster.state.endpoints('default/web')).to.deep.equal({ total: 1, byNode: new Map([['a', 1]]) });
    cluster.remove(slice('web', []));
    cluster.remove(service('web'));
    expect(cluster.told()).to.deep.equal(['service default/web', 'service default/web']);
    expect(cluster.state.endpoints('default/web').total).to.equal(0);
    expect(cluster.state.services.size).to.equal(0);
  });

  it('adds up the slices of a Service, and tells both when a slice goes from one to another', () => {
    const cluster = testCluster(slice('web', ['a'], 's1') + slice('web', ['a', 'b'], 's2'));
    cluster.told();
    expect(cluster.state.endpoints('default/web').total).to.equal(2);
    cluster.put(slice('dns', ['c'], 's1'));
    expect(cluster.told()).to.deep.equal(['service default/web', 'service default/dns']);
    expect([...cluster.state.endpoints('default/dns').byNode.keys()]).to.deep.equal(['c']);
  });

  it('tells of a node only what counts', () => {
    const cluster = testCluster(node('a', { address: '192.0.2.11' }));
    expect(cluster.told()).to.deep.equal(['nodes']);
    cluster.put(node('a', { address: '192.0.2.11', more: ', images: [{ sizeBytes: 7 }]' }));
    expect(cluster.told()).to.deep.equal([]);
    cluster.put(node('a', { address: '192.0.2.12' }));
    expect(cluster.told()).to.deep.equal(['nodes']);
  });

  it('has the same configuration object while nothing that counts changes in it', () => {
    const cluster = testCluster(pool('blue', ['192.0.2.0/28']) + peer('tor', '192.0.2.254'));
    const { config } = cluster.state;
    cluster.put(pool('blue', ['192.0.2.0/28']));
    expect(cluster.state.config).to.equal(config);
    cluster.put(pool('blue', ['192.0.2.0/29']));
    expect(cluster.state.config).to.not.equal(config);
  });

  it('tells of a piece of configuration nothing where only its status changed, but of the addresses of a claim', () => {
    const said = (status: string): string =>
      `---\n${JSON.stringify({ apiVersion: 'fairlead.dev/v1alpha1', kind: 'AddressPool', metadata: { name: 'blue', resourceVersion: status }, spec: { addresses: ['192.0.2.0/28'] }, status: { used: status } })}\n`;
    const claim = (addresses: readonly string[]): string =>
      `---\n${JSON.stringify({ apiVersion: 'fairlead.dev/v1alpha1', kind: 'AddressClaim', metadata: { name: 'mine', namespace: 'default' }, spec: {}, status: { addresses } })}\n`;
    const cluster = testCluster(said('1') + claim([]));
    cluster.told();
    cluster.put(said('2') + claim([]));
    expect(cluster.told()).to.deep.equal([]);
    cluster.put(claim(['192.0.2.3']));
    expect(cluster.told()).to.deep.equal(['config']);
    expect(cluster.state.config.claims[0]?.assigned).to.deep.equal(['192.0.2.3']);
  });

  it('sets a broken object aside, says so, and takes it back when it is mended', () => {
    const cluster = testCluster(pool('blue', ['192.0.2.0/28']) + pool('red', ['nonsense']));
    expect(cluster.state.config.pools.map(({ name }) => name)).to.deep.equal(['blue']);
    const [problem] = cluster.state.problems;
    expect([problem?.object.name, problem?.field, problem?.value]).to.deep.equal([
      'red',
      'spec.addresses[0]',
      'nonsense',
    ]);
    cluster.put(pool('red', ['192.0.2.16/28']));
    expect(cluster.state.problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    expect(cluster.state.config.pools.map(({ name }) => name)).to.deep.equal(['blue', 'red']);
  });
});
