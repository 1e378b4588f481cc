import { expect } from 'chai';
import fc from 'fast-check';
import { changeBetween } from '../../src/change/change.ts';
import { changeDocument } from '../../src/change/document.ts';
import type { ChangeDocument, PeerChangeDocument } from '../../src/change/document.ts';
import type { UpdateDocument } from '../../src/change/updateDocument.ts';
import { DEFAULT_PLAN, formatCommunity, plan, translate } from '@fairlead/k8s-adapter';
import { bgpAdvertisement, l2Advertisement, node, peer, slice } from '../support/cluster.ts';
import { objects, pool, service } from '../support/objects.ts';

describe('the change from one set of objects to another', () => {
  it('is nothing where both mean the same', () => {
    const text = CLUSTER + bgpAdvertisement('all');
    const { services, layer2, peers, counts } = change(text, text);
    expect({ services, layer2, peers }).to.deep.equal({ services: [], layer2: [], peers: [] });
    expect(counts.updates).to.equal(0);
  });

  it('is one UPDATE for each peer where an attribute changes, and no session resets', () => {
    const { peers, counts } = change(
      CLUSTER + bgpAdvertisement('all'),
      CLUSTER + bgpAdvertisement('all', 'communities: ["64500:1"]'),
    );
    expect(peers.map(brief)).to.deep.equal([
      'a tor kept: +192.0.2.1/32,192.0.2.2/32 via 10.1.0.1 [64500:1]',
      'b tor kept: +192.0.2.1/32,192.0.2.2/32 via 10.1.0.2 [64500:1]',
    ]);
    expect(counts).to.deep.equal({
      services: 0,
      moves: 0,
      resets: 0,
      updates: 2,
      announced: 4,
      withdrawn: 0,
    });
  });

  it('withdraws what a Service no longer has', () => {
    const text = CLUSTER + bgpAdvertisement('all');
    const { peers, services } = change(
      text,
      text
        .replace('name: two', 'name: two, labels: { a: b }')
        .replace('type: LoadBalancer', 'type: ClusterIP'),
    );
    expect(peers.map(brief)).to.deep.equal(['a tor kept: -192.0.2.1/32', 'b tor kept: -192.0.2.1/32']);
    expect(services.map(({ name, from, to }) => [name, from, to])).to.deep.equal([
      ['one', ['192.0.2.1'], []],
    ]);
  });

  it('lowers the routes of a node that is taken out, then takes them back (RFC 8326)', () => {
    const text = CLUSTER + bgpAdvertisement('all');
    const drained = `${node('a', { address: '10.1.0.1', labels: 'on: a' })}spec: { taints: [{ key: fairlead.dev/drain, effect: NoSchedule }] }\n`;
    const { peers } = change(
      text,
      text.replace(node('a', { address: '10.1.0.1', labels: 'on: a' }), drained),
    );
    expect(peers.map(brief)).to.deep.equal([
      'a tor kept: +192.0.2.1/32,192.0.2.2/32 via 10.1.0.1 [65535:0] -192.0.2.1/32,192.0.2.2/32',
    ]);
  });

  const resets: readonly (readonly [string, string, readonly string[]])[] = [
    ['another hold time', 'holdTime: 30s', ['holdTime']],
    ['another AS', 'localASN: 64999', ['localAs']],
    ['graceful restart', 'enableGracefulRestart: true', ['gracefulRestart']],
    ['another port', 'peerPort: 1179', ['port']],
    ['a password', 'password: a-secret-of-mine', ['password']],
  ];
  for (const [title, spec, because] of resets) {
    it(`resets the session for ${title}, says so, and tells all routes again`, () => {
      const text = CLUSTER + bgpAdvertisement('all');
      const changed = text.replace('peerAddress: 10.0.0.1', `peerAddress: 10.0.0.1, ${spec}`);
      const document = change(text, changed);
      expect(document.peers.map(({ session, because: why }) => [session, why])).to.deep.equal([
        ['reset', because],
        ['reset', because],
      ]);
      expect(document.counts).to.include({ resets: 2, updates: 2, announced: 4, withdrawn: 0 });
      expect(JSON.stringify(document)).not.to.include('a-secret-of-mine');
    });
  }

  const kept = ['connectTime: 7s', 'bfdProfile: none'];
  for (const spec of kept) {
    it(`keeps the session for ${spec}`, () => {
      const text = CLUSTER + bgpAdvertisement('all');
      const document = change(text, text.replace('peerAddress: 10.0.0.1', `peerAddress: 10.0.0.1, ${spec}`));
      expect(document.counts).to.include({ resets: 0, updates: 0 });
    });
  }

  it('begins and ends the sessions of peers that come and go', () => {
    const text = CLUSTER + bgpAdvertisement('all');
    const document = change(
      text,
      text.replace('name: tor,', 'name: other,').replace('10.0.0.1,', '10.0.0.9,'),
    );
    expect(document.peers.map(({ node: at, peer: to, session }) => `${at} ${to} ${session}`)).to.deep.equal([
      'a tor ended',
      'a other started',
      'b tor ended',
      'b other started',
    ]);
  });

  it('moves addresses on layer 2 with the frames that say so', () => {
    const text = CLUSTER + l2Advertisement('all', 'nodeSelectors: [{ matchLabels: { on: a } }]');
    const { layer2, counts } = change(text, text.replace('matchLabels: { on: a }', 'matchLabels: { on: b }'));
    expect(
      layer2.map(({ announcements, ...move }) => ({ ...move, isSaid: announcements > 0 })),
    ).to.deep.equal(
      ['192.0.2.1', '192.0.2.2'].map((address) => ({
        address,
        from: 'a',
        to: 'b',
        interfaces: null,
        isSaid: true,
      })),
    );
    expect(counts.moves).to.equal(2);
  });

  it('keeps the addresses that Services have, as the controller would', () => {
    const older = pool('a', ['192.0.2.10-192.0.2.20']) + service('one');
    const { services } = change(older, older.replace('192.0.2.10-', '192.0.2.5-'));
    expect(services).to.deep.equal([]);
  });

  it('takes nodes and endpoints from the side that has them', () => {
    const config = pool('public', ['192.0.2.0/28']) + peer('tor', '10.0.0.1') + service('one');
    const { peers, assumptions } = change(
      CLUSTER + bgpAdvertisement('all'),
      config + bgpAdvertisement('all', 'aggregationLength: 28'),
    );
    expect(assumptions).to.deep.equal([]);
    expect(peers.map(({ node: at }) => at)).to.deep.equal(['a', 'b']);
  });

  const dual = [
    pool('six', ['2001:db8:1::/120']),
    peer('tor', '10.0.0.1', 'dualStackAddressFamily: true'),
    bgpAdvertisement('all'),
    service('web', { spec: 'ipFamilies: [IPv6]' }),
  ].join('');

  it('carries IPv6 over a session of IPv4 by the address that the node has', () => {
    const addresses =
      'addresses: [{ type: InternalIP, address: 10.1.0.1 }, { type: InternalIP, address: "2001:db8::1" }]';
    const { peers } = change(
      '',
      `${dual}---\n{ apiVersion: v1, kind: Node, metadata: { name: a }, status: { ${addresses} } }\n`,
    );
    expect(peers.map(brief)).to.deep.equal(['a tor started: +2001:db8:1::/128 via 2001:db8::1 []']);
  });

  it('shows what a peer behind an interface will be told, whoever is there', () => {
    const unnumbered = `---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, dynamicASN: external, interface: eth1 }
`;
    const objects = dual.replace(peer('tor', '10.0.0.1', 'dualStackAddressFamily: true'), unnumbered);
    const { peers } = change('', objects + node('a'));
    expect(peers.map(brief)).to.deep.equal(['a tor started: +2001:db8:1::/128 via fe80::2 []']);
  });

  it('says what is not sent where the node has none', () => {
    const { peers } = change('', dual + node('a', { address: '10.1.0.1' }));
    expect(peers.map(({ updates, withheld }) => [updates.length, withheld])).to.deep.equal([
      [0, [{ family: 'ipv6/unicast', reason: 'noNextHop' }]],
    ]);
  });

  it('sends exactly what turns the one set of routes into the other', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(specs, specs, (old, given) => {
        const [before, after] = [CLUSTER + old.join(''), CLUSTER + given.join('')];
        for (const name of ['a', 'b']) {
          const had = tableOf(before, name);
          const updates = change(before, after)
            .peers.filter(({ node: at }) => at === name)
            .flatMap((each) => each.updates);
          for (const update of updates) apply(update, had);
          expect([...had].sort()).to.deep.equal([...tableOf(after, name)].sort());
        }
      }),
      { numRuns: 15 },
    );
  });
});

function change(before: string, after: string): ChangeDocument {
  const step = changeBetween(translate(objects(before)), translate(objects(after)), DEFAULT_PLAN);
  return changeDocument(step, { node: null, peer: null });
}

function brief({ node: at, peer: to, session, updates }: PeerChangeDocument): string {
  const words = updates.map(({ announced, withdrawn, attributes }) => {
    const [plus, minus] = [announced, withdrawn].map((paths) =>
      paths
        .map(({ prefix }) => prefix)
        .sort()
        .join(),
    );
    const gone = minus === '' ? '' : `-${minus}`;
    return attributes === null
      ? gone
      : `${gone}+${plus} via ${attributes.nextHop} [${attributes.communities.join()}]`;
  });
  return `${at} ${to} ${session}: ${words.join(' ')}`;
}

/** What the peer of a node knows when it has heard everything. */
function tableOf(text: string, name: string): Map<string, string> {
  const planned = plan(translate(objects(text)).cluster);
  const at = planned.cluster.nodes.find((each) => each.name === name);
  const routes = (at === undefined ? [] : planned.routes(at).peers).flatMap((each) => each.routes);
  return new Map(
    routes.map(({ prefix, attributes }) => [prefix, attributes.communities.map(formatCommunity).join()]),
  );
}

function apply({ announced, withdrawn, attributes }: UpdateDocument, table: Map<string, string>): void {
  for (const { prefix } of withdrawn) expect(table.delete(prefix)).to.equal(true);
  for (const { prefix } of announced) table.set(prefix, (attributes?.communities ?? []).join());
}

const specs = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('x', 'y', 'z'),
      length: fc.constantFrom(32, 29, 28),
      community: fc.constantFrom('', '1:1', '1:2'),
      on: fc.constantFrom('a', 'b'),
    }),
    { selector: ({ name }) => name },
  )
  .map((list) =>
    list.map(({ name, length, community, on }) =>
      bgpAdvertisement(
        name,
        `aggregationLength: ${length}, communities: [${community === '' ? '' : `"${community}"`}], nodeSelectors: [{ matchLabels: { on: ${on} } }]`,
      ),
    ),
  );

const CLUSTER = [
  pool('public', ['192.0.2.0/28'], 'avoidBuggyIPs: true'),
  peer('tor', '10.0.0.1'),
  node('a', { address: '10.1.0.1', labels: 'on: a' }),
  node('b', { address: '10.1.0.2', labels: 'on: b' }),
  service('one'),
  service('two'),
  slice('one', ['a']),
  slice('two', ['b']),
].join('');
