import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { ApiClient } from '../../src/k8s/client.ts';
import { Heartbeat } from '../../src/k8s/heartbeat.ts';

describe('a heartbeat', () => {
  it('beats again at once when there is another holder while it beats', async () => {
    const answers: (() => void)[] = [];
    const request = (): Promise<void> => new Promise((resolve) => answers.push(resolve));
    const heartbeat = new Heartbeat({ request } as unknown as ApiClient, {
      namespace: 'system',
      name: 'a',
      holder: () => null,
      labels: {},
      annotations: () => ({}),
      duration: () => millis(3_600_000),
      failed: () => undefined,
    });
    const abort = new AbortController();
    const running = heartbeat.run(abort.signal);
    await eventually('a beat', () => answers[0] ?? null, { every: 1 });
    heartbeat.beat();
    answers[0]?.();
    const second = await eventually('another one', () => answers[1] ?? null, { every: 1 });
    second();
    abort.abort();
    await running;
    expect(answers).to.have.lengthOf(2);
  });
});
