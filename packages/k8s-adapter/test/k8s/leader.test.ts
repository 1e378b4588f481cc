import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { LeaderElection } from '../../src/k8s/leader.ts';
import { leadershipMove } from '../../src/k8s/leadership.ts';
import type { LeaseRecord } from '../../src/k8s/leaseRecord.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { Refusal } from '../support/fakeStore.ts';
import { plainConnection } from '../support/loopback.ts';

describe('the move of a candidate', () => {
  const record = (holder: string | null): LeaseRecord => ({
    holder,
    duration: millis(1000),
    renewTime: '',
    acquireTime: '',
    transitions: 0,
  });
  const table = [
    { lease: null, after: 0, move: 'create' },
    { lease: record('me'), after: 0, move: 'renew' },
    { lease: record('me'), after: 5000, move: 'renew' },
    { lease: record('other'), after: 999, move: 'wait' },
    { lease: record('other'), after: 1000, move: 'take' },
    { lease: record(null), after: 0, move: 'take' },
  ] as const;
  for (const { lease, after, move } of table) {
    it(`is ${move} ${after} ms after a Lease of ${lease === null ? 'nobody, not even made' : String(lease.holder)}`, () => {
      const observed = lease === null ? null : { record: lease, seenAt: millis(0) };
      expect(leadershipMove(observed, 'me', millis(after))).to.equal(move);
    });
  }
});

describe('leader election', () => {
  let server: FakeApiServer;
  let candidates: Candidate[];

  beforeEach(async () => {
    server = await new FakeApiServer().start();
    candidates = [];
  });

  afterEach(async () => {
    await Promise.all(candidates.map(({ stop }) => stop()));
    await server.stop();
  });

  it('has one leader of three, and another at once when it leaves', async () => {
    candidates = ['a', 'b', 'c'].map((identity) => candidate(server, identity));
    const first = await theLeader(candidates);
    await first.stop();
    const second = await theLeader(candidates);
    expect(second).to.not.equal(first);
    expect(candidates.every(({ most }) => most() <= 1)).to.equal(true);
  });

  it('ends the term of a leader that cannot renew before others may take the Lease', async () => {
    const cut = candidate(server, 'cut');
    candidates = [cut];
    await theLeader(candidates);
    server.refuse = () => new Refusal(500, 'InternalError');
    await eventually('the end of the term', () => (cut.leads() ? null : true), { every: 2 });
    server.refuse = () => null;
    await theLeader(candidates);
  });

  it('hands over when the leader dies without a word', async () => {
    server.store.put('/apis/coordination.k8s.io/v1/namespaces/system/leases', {
      metadata: { name: 'controller', namespace: 'system' },
      spec: { holderIdentity: 'dead', leaseDurationSeconds: 1, renewTime: 'x' },
    });
    candidates = [candidate(server, 'a')];
    await theLeader(candidates);
  });
});

interface Candidate {
  readonly leads: () => boolean;
  /** How many leaders there were at most at a time. */
  readonly most: () => number;
  readonly stop: () => Promise<void>;
}

let leaders = 0;

function candidate(server: FakeApiServer, identity: string): Candidate {
  const api = new ApiClient(plainConnection(server.url));
  let leads = false;
  let most = 0;
  const election = new LeaderElection(api, {
    namespace: 'system',
    name: 'controller',
    identity,
    duration: millis(1000),
    renewEvery: millis(15),
    lead: async (signal) => {
      leads = true;
      most = Math.max(most, ++leaders);
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      leads = false;
      leaders--;
    },
    failed: () => null,
  });
  const abort = new AbortController();
  const running = election.run(abort.signal);
  return {
    leads: () => leads,
    most: () => most,
    stop: async () => {
      abort.abort();
      await running;
      api.close();
    },
  };
}

function theLeader(candidates: readonly Candidate[]): Promise<Candidate> {
  return eventually('a leader', () => candidates.find(({ leads }) => leads()) ?? null, { every: 2 });
}
