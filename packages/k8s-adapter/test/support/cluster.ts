import { DEFAULT_TRANSLATION } from '../../src/dialect/translate.ts';
import { parseObject } from '../../src/k8s/object.ts';
import { ClusterState } from '../../src/source/clusterState.ts';
import type { ObjectId } from '../../src/source/source.ts';
import { objects } from './objects.ts';

/** A cluster that objects are put into, and what it told. */
export interface TestCluster {
  readonly state: ClusterState;
  /** `service ns/name`, `config`, `nodes` and `synced`; emptied by each call. */
  readonly told: () => readonly string[];
  readonly put: (yaml: string) => void;
  readonly remove: (yaml: string) => void;
}

export function testCluster(yaml = ''): TestCluster {
  let told: string[] = [];
  const state = new ClusterState(
    {
      serviceChanged: (key) => told.push(`service ${key}`),
      configChanged: () => told.push('config'),
      nodesChanged: () => told.push('nodes'),
      problemsChanged: () => undefined,
      synced: () => told.push('synced'),
    },
    DEFAULT_TRANSLATION,
  );
  const each = (
    text: string,
    act: (id: ObjectId, content: Readonly<Record<string, unknown>>) => void,
  ): void => {
    for (const { content } of objects(text)) {
      const { apiVersion, kind } = (content ?? {}) as {
        readonly apiVersion?: string;
        readonly kind?: string;
      };
      if (apiVersion === undefined || kind === undefined) continue;
      const object = parseObject(content, apiVersion, kind);
      const { name, namespace } = object.metadata;
      const key = namespace === undefined ? name : `${namespace}/${name}`;
      act({ apiVersion, kind, key }, object);
    }
  };
  const put = (text: string): void => {
    each(text, (id, content) => {
      state.put(id, content, null);
    });
  };
  put(yaml);
  return {
    state,
    put,
    remove: (text) => {
      each(text, (id) => {
        state.remove(id);
      });
    },
    told: () => {
      const words = told;
      told = [];
      return words;
    },
  };
}

export function node(name: string, { address = '', labels = '', more = '' } = {}): string {
  const addresses = address === '' ? '' : `addresses: [{ type: InternalIP, address: ${address} }],`;
  return `---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { ${labels} } }
status: { ${addresses} conditions: [{ type: Ready, status: "True" }]${more} }
`;
}

/** A slice of a Service with one ready endpoint on each of the nodes. */
export function slice(service: string, nodes: readonly string[], name = `${service}-1`): string {
  const endpoints = nodes.map(
    (nodeName, index) =>
      `{ addresses: [10.0.0.${index + 1}], nodeName: ${nodeName}, conditions: { ready: true } }`,
  );
  return `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}, namespace: default, labels: { kubernetes.io/service-name: ${service} } }
addressType: IPv4
endpoints: [${endpoints.join(', ')}]
`;
}

export function peer(name: string, address: string, more = ''): string {
  return `---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: ${name}, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64512, peerAddress: ${address}${more === '' ? '' : `, ${more}`} }
`;
}

export function bgpAdvertisement(name: string, spec = ''): string {
  return `---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: ${name}, namespace: metallb-system }
spec: { ${spec} }
`;
}

export function l2Advertisement(name: string, spec = ''): string {
  return `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: ${name}, namespace: metallb-system }
spec: { ${spec} }
`;
}
