import { eventually } from '@fairlead/testing';
import { millis, ok } from '@fairlead/inet';
import { expect } from 'chai';
import { DEFAULT_ELIGIBILITY } from '../../src/decide/eligibility.ts';
import { NodeSpeaker } from '../../src/reconcile/nodeSpeaker.ts';
import type { Members } from '../../src/reconcile/nodeSpeaker.ts';
import { bgpAdvertisement, l2Advertisement, node, peer, slice, testCluster } from '../support/cluster.ts';
import type { TestCluster } from '../support/cluster.ts';
import { address } from '../support/inet.ts';
import { silentLog } from '../support/log.ts';
import { pool, service } from '../support/objects.ts';

describe('the speaker of a node', () => {
  const start = (yaml: string, members: Mutable<Members> | null = null): Started => {
    const cluster = testCluster(yaml);
    const said: string[] = [];
    const speaker = new NodeSpeaker({
      state: cluster.state,
      nodeName: 'a',
      eligibility: DEFAULT_ELIGIBILITY,
      drain: millis(50),
      addressesOf: ({ assigned }) => assigned?.addresses ?? [],
      bindsToNode: false,
      log: silentLog,
      openSessions: (_, routes) => ({
        configure: (peers) => {
          for (const { name } of peers) said.push(`peer ${name} ${[...routes(name)].length}`);
        },
        start: () => {
          said.push('start');
          return Promise.resolve();
        },
        apply: (changes) => {
          for (const { prefix, route } of changes) said.push(`${route === null ? '-' : '+'}${prefix}`);
        },
        lower: (isLowered) => {
          if (isLowered) said.push('lower');
        },
        drain: () => {
          said.push('drain');
          return Promise.resolve();
        },
      }),
      openLayer2: () => {
        said.push('layer 2');
        const own = (addresses: ReadonlyMap<string, unknown>, conflict: string): void => {
          said.push(`own ${[...addresses.keys()].sort().join()} ${conflict}`);
        };
        return Promise.resolve(ok({ responder: { own, close: () => Promise.resolve() }, members }));
      },
    });
    return {
      cluster,
      speaker,
      said,
      says: (word) => eventually(word, () => (said.includes(word) ? true : null), { every: 2 }),
    };
  };

  it('begins its sessions when it knows all that they should have', async () => {
    const { speaker, says, said } = start(BGP);
    speaker.begin();
    await says('start');
    expect(said).to.deep.equal(['peer tor 1', 'start']);
    await speaker.stop(millis(0));
    expect(said.at(-1)).to.equal('drain');
  });

  it('lowers the routes of a node that is taken out, and takes them back later', async () => {
    const { cluster, speaker, says, said } = start(BGP);
    speaker.begin();
    await says('start');
    const spec = 'spec: { taints: [{ key: fairlead.dev/drain, effect: NoSchedule }] }';
    cluster.put(`${node('a', { address: '192.0.2.11' })}${spec}\n`);
    speaker.surroundingsChanged();
    await says('-192.0.2.1/32');
    // A timer may come a little early and look twice.
    const steps = new Set(said.filter((word) => !word.startsWith('peer')));
    expect([...steps]).to.deep.equal(['start', 'lower', '-192.0.2.1/32']);
    await speaker.stop(millis(0));
  });

  it('opens layer 2 when something is advertised by it, and not before', async () => {
    const { cluster, speaker, says, said } = start(BGP);
    speaker.begin();
    await says('start');
    expect(said).to.not.include('layer 2');
    cluster.put(l2Advertisement('mine', 'nodeSelectors: [{ matchLabels: { layer2: "yes" } }]'));
    cluster.put(node('a', { address: '192.0.2.11', labels: 'layer2: "yes"' }));
    speaker.surroundingsChanged();
    await says('own 192.0.2.1 defend');
    await speaker.stop(millis(0));
  });

  it('owns nothing before it is sure who else is there', async () => {
    const members = { ...membersOf('a'), hasGathered: false };
    const { speaker, says, said } = start(L2, members);
    speaker.begin();
    await says('layer 2');
    await speaker.idle();
    expect(said.filter((word) => word.startsWith('own'))).to.deep.equal([]);
    members.hasGathered = true;
    speaker.membersChanged();
    await says('own 192.0.2.1 defend');
    await speaker.stop(millis(0));
  });

  it('lets the others know what it owns and need not give back, and nothing else', async () => {
    const told: string[] = [];
    const members = { ...membersOf('a'), tellOwned: (owned: readonly string[]) => told.push(owned.join()) };
    const kept = pool('green', ['192.0.2.16/28']) + service('dns', { status: '{ ip: 192.0.2.16 }' });
    const { speaker, says } = start(L2 + kept + slice('dns', ['a']) + NEVER_BACK, members);
    speaker.begin();
    await says('own 192.0.2.1,192.0.2.16 defend');
    await speaker.idle();
    expect(told.at(-1)).to.equal('192.0.2.16');
    await speaker.stop(millis(0));
  });

  it('leaves an address to its owner, where that need not give it back', async () => {
    const yaml = COMMON + NEVER_BACK.replaceAll('green', 'blue');
    const members = membersOf('a', 'b');
    const { speaker, said } = start(yaml, members);
    speaker.begin();
    for (const owner of ['a', 'b', 'a']) {
      members.standing = { ...members.standing, owners: new Map([[address('192.0.2.1'), owner]]) };
      speaker.membersChanged();
      const expected = owner === 'a' ? 'own 192.0.2.1 defend' : 'own  defend';
      await eventually(expected, () => (said.at(-1) === expected ? true : null), { every: 2 });
    }
    await speaker.stop(millis(0));
  });

  it('owns what is elected among those that are alive, and yields while it counts as dead itself', async () => {
    const members = membersOf('a', 'b');
    const { speaker, said } = start(
      L2 + service('dns', { status: '{ ip: 192.0.2.2 }' }) + slice('dns', ['a']),
      members,
    );
    const last = async (): Promise<string> => {
      speaker.membersChanged();
      await speaker.idle();
      await eventually('an election', () => said.findLast((word) => word.startsWith('own')) ?? null, {
        every: 2,
      });
      return said.at(-1) ?? '';
    };
    speaker.begin();
    const shared = await last();
    expect(['own 192.0.2.1 defend', 'own 192.0.2.2 defend']).to.include(shared);
    members.standing = membersOf('a').standing;
    expect(await last()).to.equal('own 192.0.2.1,192.0.2.2 defend');
    members.isFresh = false;
    expect(await last()).to.equal('own 192.0.2.1,192.0.2.2 yield');
    members.standing = membersOf('b').standing;
    expect(await last()).to.equal('own  yield');
    await speaker.stop(millis(0));
  });
});

function membersOf(...alive: readonly string[]): Mutable<Members> {
  return {
    standing: { alive: new Set(alive), owners: new Map(), aliveFor: new Map(), links: new Map() },
    otherLinks: new Map(),
    hasGathered: true,
    isFresh: true,
    tellOwned: () => undefined,
  };
}

interface Started {
  readonly cluster: TestCluster;
  readonly speaker: NodeSpeaker;
  readonly said: readonly string[];
  readonly says: (word: string) => Promise<true>;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const NEVER_BACK = `---
apiVersion: fairlead.dev/v1alpha1
kind: Advertisement
metadata: { name: green }
spec: { pools: [green], layer2: { failback: Never } }
`;
const COMMON = [
  pool('blue', ['192.0.2.0/28']),
  node('a', { address: '192.0.2.11' }),
  node('b', { address: '192.0.2.12' }),
  service('web', { status: '{ ip: 192.0.2.1 }' }),
  slice('web', ['b']),
].join('');
const BGP = COMMON + peer('tor', '192.0.2.254') + bgpAdvertisement('all');
const L2 = COMMON + l2Advertisement('all', 'ipAddressPools: [blue]');
