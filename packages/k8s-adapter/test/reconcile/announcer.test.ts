import { millis } from '@fairlead/inet';
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
      drain: millis(3000),
      addressesOf: ({ assigned }) => assigned?.addresses ?? [],
    });
    announcer.look(millis(0));
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
    expect(announcer.look(millis(0))).to.equal(false);
    cluster.put(node('a', { address: '192.0.2.11', labels: 'rack: one' }));
    expect(announcer.look(millis(0))).to.equal(true);
    expect(words(announcer.placeAll())).to.deep.equal([]);
  });

  it('gives a peer that is new what it should have, and says nothing to the others', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.put(peer('spine', '192.0.2.253'));
    expect(announcer.look(millis(0))).to.equal(true);
    expect(words(announcer.placeAll())).to.deep.equal(['spine +192.0.2.1/32']);
  });

  it('keeps the routes of a node that is taken out for a while, then takes them back', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.put(drained);
    expect([announcer.look(millis(1000)), announcer.leavingUntil]).to.deep.equal([true, 4000]);
    expect(words(announcer.placeAll())).to.deep.equal([]);
    cluster.put(service('dns', { status: '{ ip: 192.0.2.2 }' }) + slice('dns', ['b']));
    expect(words(announcer.place('default/dns'))).to.deep.equal(['tor +192.0.2.2/32']);
    expect([announcer.look(millis(4000)), announcer.leavingUntil]).to.deep.equal([true, null]);
    expect([...words(announcer.placeAll())].sort()).to.deep.equal(['tor -192.0.2.1/32', 'tor -192.0.2.2/32']);
  });

  it('announces nothing from a node that is out when it starts, and goes on with one that stays', () => {
    const { announcer } = start(web + slice('web', ['b']) + drained);
    expect([announcer.leavingUntil, words(announcer.placeAll())]).to.deep.equal([null, []]);
    const { cluster, announcer: other } = start(web + slice('web', ['b']));
    other.placeAll();
    cluster.put(drained);
    other.look(millis(1000));
    cluster.put(node('a', { address: '192.0.2.11' }));
    other.look(millis(2000));
    expect([other.leavingUntil, words(other.placeAll())]).to.deep.equal([null, []]);
  });

  it('has no peers and no routes while there is no such node', () => {
    const { cluster, announcer } = start(web + slice('web', ['b']));
    announcer.placeAll();
    cluster.remove(node('a'));
    expect(announcer.look(millis(0))).to.equal(true);
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
const drained = `${node('a', { address: '192.0.2.11' })}spec: { taints: [{ key: fairlead.dev/drain, effect: NoSchedule }] }
`;
const web = service('web', { status: '{ ip: 192.0.2.1 }' });

function words(changes: readonly RouteChange[]): readonly string[] {
  return changes.map(({ peer: name, prefix, route }) => `${name} ${route === null ? '-' : '+'}${prefix}`);
}
