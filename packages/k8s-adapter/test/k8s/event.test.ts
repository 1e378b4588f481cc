import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ApiClient } from '../../src/k8s/client.ts';
import { EventRecorder } from '../../src/k8s/event.ts';
import type { EventNote, EventRecorderOptions } from '../../src/k8s/event.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { plainConnection } from '../support/loopback.ts';

describe('the event recorder', () => {
  let server: FakeApiServer;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    server = await new FakeApiServer().start();
  });

  afterEach(async () => {
    await stop();
    await server.stop();
  });

  const record = (options: Partial<EventRecorderOptions> = {}): EventRecorder => {
    const api = new ApiClient(plainConnection(server.url));
    const recorder = new EventRecorder(api, {
      component: 'fairlead-controller',
      host: 'here',
      failed: (error) => expect.fail(String(error)),
      ...options,
    });
    const abort = new AbortController();
    const running = recorder.run(abort.signal);
    stop = async () => {
      abort.abort();
      await running;
      api.close();
    };
    return recorder;
  };

  const events = (count: number): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    eventually(
      `${count} events`,
      () => {
        const found = server.store.list(EVENTS);
        return found.length >= count ? found : null;
      },
      { every: 5 },
    );

  it('says once what does not change, and again what changed', async () => {
    const recorder = record();
    for (let turn = 0; turn < 3; turn++) recorder.record(note('web', 'PoolExhausted', 'no address is free'));
    await events(1);
    recorder.record(note('web', 'Allocated', 'gets 192.0.2.1'));
    const [first, second] = await events(2);
    expect([first?.['reason'], second?.['reason']]).to.deep.equal(['PoolExhausted', 'Allocated']);
    expect(first?.['involvedObject']).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Service',
      namespace: 'shop',
      name: 'web',
      uid: 'uid-web',
    });
    expect(server.requests.filter((request) => request.startsWith('POST'))).to.have.length(2);
  });

  it('keeps to one Event what a process before it has said already', async () => {
    record().record(note('web', 'PoolExhausted', 'no address is free'));
    await events(1);
    await stop();
    record().record(note('web', 'PoolExhausted', 'no address is free'));
    await eventually(
      'a patch',
      () => server.requests.find((request) => request.startsWith('PATCH')) ?? null,
      {
        every: 5,
      },
    );
    expect(server.store.list(EVENTS)).to.have.length(1);
  });

  it('writes no more than its rate allows, the latest word on each object, and counts what it drops', async () => {
    const recorder = record({ burst: 2, perSecond: 0.01, capacity: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) recorder.record(note(name, 'First', ''));
    recorder.record(note('c', 'First', 'later'));
    await events(2);
    expect(server.store.list(EVENTS)).to.have.length(2);
    expect(recorder.dropped).to.equal(2);
  });
});

const EVENTS = '/api/v1/namespaces/shop/events';

function note(name: string, reason: string, message: string): EventNote {
  const regarding = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name, uid: `uid-${name}` };
  return { type: 'Warning', reason, message, regarding };
}
