import { expect } from 'chai';
import { DEFAULT_ELIGIBILITY } from '../../src/decide/eligibility.ts';
import type { RouteChange } from '../../src/model/route.ts';
import { Announcer } from '../../src/reconcile/announcer.ts';
import { bgpAdvertisement, node, peer, slice, testCluster } from '../support/cluster.ts';
import type { TestCluster } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('the announcer of a node', () => {
  const start = (yaml = ''): { readonly cluster: TestCluster; readonly announcer: Announcer } => {
    const cluster = testCluster(FABRIC + yaml);
    const announcer = new Announcer({
      state: cluster.state,
      nodeName: 'a',
      eligibility: DEFAULT_ELIGIBILITY,
      addressesOf: ({ assigned }) => assigned?.addresses ?? [],
    });
    announcer.look();
    return { cluster, announcer };
  };

  it('announces a Service with an address and endpoints, and only its change later', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    expect(words(announcer.placeAll())).to.deep.equal(['tor +192.0.2.1/32']);
    expect(words(announcer.place('default/web'))).to.deep.equal([]);
    cluster.put(slice('web', []));
    expect(words(announcer.place('default/web'))).to.deep.equal(['tor -192.0.2.1/32']);
    expect(announcer.explain('default/web')?.refusals.map(({ reason }) => reason)).to.deep.equal([
      'noEndpoints',
    ]);
  });

  it('takes back what a deleted Service had', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.remove(web);
    expect(words(announcer.placeAll())).to.deep.equal(['tor -192.0.2.1/32']);
    expect([...announcer.routes('tor')]).to.deep.equal([]);
  });

  it('needs no second look at Services when only other nodes change', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.put(node('c', { address: '192.0.2.13' }));
    expect(announcer.look()).to.equal(false);
    cluster.put(node('a', { address: '192.0.2.11', labels: 'rack: one' }));
    expect(announcer.look()).to.equal(true);
    expect(words(announcer.placeAll())).to.deep.equal([]);
  });

  it('gives a peer that is new what it should have, and says nothing to the others', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.put(peer('spine', '192.0.2.253'));
    expect(announcer.look()).to.equal(true);
    expect(words(announcer.placeAll())).to.deep.equal(['spine +192.0.2.1/32']);
  });

  it('has no peers and no routes while there is no such node', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.remove(node('a'));
    expect(announcer.look()).to.equal(true);
    expect(announcer.peers).to.deep.equal([]);
    expect(words(announcer.placeAll())).to.deep.equal(['tor -192.0.2.1/32']);
  });
});

const FABRIC = [
  pool('blue', ['192.0.2.0/28']),
  peer('tor', '192.0.2.254'),
  bgpAdvertisement('all'),
  node('a', { address: '192.0.2.11' }),
  node('b', { address: '192.0.2.12' }),
].join('');
const web = service('web', { status: '{ ip: 192.0.2.1 }' });

function words(changes: readonly RouteChange[]): readonly string[] {
  return changes.map(({ peer: name, prefix, route }) => `${name} ${route === null ? '-' : '+'}${prefix}`);
}
