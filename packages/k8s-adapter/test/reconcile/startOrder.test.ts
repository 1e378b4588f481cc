import { millis, ok } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { DEFAULT_ELIGIBILITY } from '../../src/decide/eligibility.ts';
import { ApiClient } from '../../src/k8s/client.ts';
import { Controller } from '../../src/reconcile/controller.ts';
import { Membership } from '../../src/reconcile/membership.ts';
import { NodeSpeaker } from '../../src/reconcile/nodeSpeaker.ts';
import { ClusterState } from '../../src/source/clusterState.ts';
import { FOLLOWINGS } from '../../src/source/kinds.ts';
import { KubernetesSource } from '../../src/source/kubernetes.ts';
import type { ObjectSink } from '../../src/source/source.ts';
import { l2Advertisement, node, slice } from '../support/cluster.ts';
import { FakeApiServer } from '../support/fakeApiServer.ts';
import { silentLog } from '../support/log.ts';
import { plainConnection } from '../support/loopback.ts';
import { pool, service } from '../support/objects.ts';
import { putAll } from '../support/serverObjects.ts';

const NODES = ['a', 'b', 'c'];
const STEPS = ['pool', 'service', 'controller', 'speakers'] as const;
type Step = (typeof STEPS)[number];

describe('an address on layer 2 has one owner, in whatever order things start:', function () {
  this.timeout(120_000);

  for (const order of ordersOf(STEPS)) {
    it(order.join(', '), async () => {
      const server = await new FakeApiServer().start();
      putAll(server, NODES.map((name) => node(name, { address: '192.0.2.11' })).join('') + OTHERS);
      const running: Running[] = [];
      const speakers: Speaker[] = [];
      const steps: Readonly<Record<Step, () => void>> = {
        pool: () => {
          putAll(server, pool('blue', ['192.0.2.1/32']) + l2Advertisement('blue', 'ipAddressPools: [blue]'));
        },
        service: () => {
          putAll(server, service('web') + slice('web', NODES));
        },
        controller: () => running.push(startController(server)),
        speakers: () => {
          speakers.push(...NODES.map((name) => startSpeaker(server, name)));
          running.push(...speakers);
        },
      };
      try {
        for (const step of order) {
          steps[step]();
          await eventually(
            `${step}: all that runs knows the cluster`,
            () => (running.every(({ hasSynced }) => hasSynced()) ? true : null),
            PATIENCE,
          );
        }
        await eventually(
          'all see all, and one alone has the address',
          () => {
            const all = speakers.every(({ members }) => members().length === NODES.length);
            const owners = speakers.filter(({ owns }) => owns().includes('192.0.2.1'));
            return all && owners.length === 1 ? true : null;
          },
          PATIENCE,
        );
      } finally {
        await Promise.all(running.map(({ stop }) => stop()));
        await server.stop();
      }
    });
  }
});

interface Running {
  readonly hasSynced: () => boolean;
  readonly stop: () => Promise<void>;
}

interface Speaker extends Running {
  /** Whom it sees, once it knows that others see the same. */
  readonly members: () => readonly string[];
  readonly owns: () => readonly string[];
}

function startController(server: FakeApiServer): Running {
  const api = new ApiClient(plainConnection(server.url));
  const events = { record: () => undefined, forget: () => undefined };
  const controller = new Controller({
    api,
    log: silentLog,
    events,
    loadBalancerClass: null,
    namespace: 'system',
  });
  const { hasSynced, stop } = follow(api, controller.sink);
  return {
    hasSynced,
    stop: async () => {
      await stop();
      await controller.stop();
      api.close();
    },
  };
}

/** As `fairlead speaker` puts its parts together, without sockets. */
function startSpeaker(server: FakeApiServer, nodeName: string): Speaker {
  const api = new ApiClient(plainConnection(server.url));
  const abort = new AbortController();
  let owned: readonly string[] = [];
  let beating: Promise<void> | null = null;
  const members = new Membership(api, {
    namespace: 'system',
    nodeName,
    leaseDuration: millis(1000),
    links: () => [],
    ages: () => [],
    log: silentLog,
    changed: () => {
      speaker.membersChanged();
    },
  });
  const state = new ClusterState(
    {
      serviceChanged: (key) => {
        speaker.serviceChanged(key);
      },
      configChanged: () => {
        speaker.surroundingsChanged();
      },
      nodesChanged: () => {
        speaker.surroundingsChanged();
      },
      problemsChanged: () => undefined,
      synced: () => {
        speaker.begin();
      },
    },
    { configNamespace: null, hasSecrets: true },
  );
  const speaker: NodeSpeaker = new NodeSpeaker({
    state,
    nodeName,
    eligibility: DEFAULT_ELIGIBILITY,
    drain: millis(0),
    addressesOf: ({ assigned }) => assigned?.addresses ?? [],
    bindsToNode: false,
    log: silentLog,
    openSessions: () => ({
      start: () => Promise.resolve(),
      configure: () => undefined,
      apply: () => undefined,
      lower: () => undefined,
      drain: () => Promise.resolve(),
    }),
    openLayer2: () => {
      beating = members.run(abort.signal);
      const own = (addresses: ReadonlyMap<string, unknown>): void => {
        owned = [...addresses.keys()];
      };
      return Promise.resolve(ok({ responder: { own, close: () => Promise.resolve() }, members }));
    },
  });
  const { hasSynced, stop } = follow(api, state);
  return {
    hasSynced,
    members: () => (members.hasGathered ? [...members.alive] : []),
    owns: () => owned,
    stop: async () => {
      abort.abort();
      await Promise.all([stop(), beating]);
      await speaker.stop(millis(0));
      api.close();
    },
  };
}

function follow(api: ApiClient, sink: ObjectSink): Running {
  const abort = new AbortController();
  const listener = { failed: () => undefined, recovered: () => undefined };
  const source = new KubernetesSource(api, FOLLOWINGS, listener);
  const running = source.run(sink, abort.signal);
  return {
    hasSynced: () => source.statistics.hasSynced,
    stop: async () => {
      abort.abort();
      await running;
    },
  };
}

function ordersOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}

/** A machine may have much else to do. */
const PATIENCE = { within: 60_000 };
/** So that the server knows the kinds. */
const OTHERS =
  pool('other', ['198.51.100.1/32'], 'autoAssign: false') +
  l2Advertisement('other', 'ipAddressPools: [other]');
