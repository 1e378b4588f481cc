import { isJsonObject } from '../dialect/source.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Problem } from '../model/problem.ts';
import type { Script, ScriptEvent } from './script.ts';

/** Events about nodes, peers and Services that there never are. */
export function checkNames(
  script: Script,
  cluster: Cluster,
  name: string,
  origin: string | null,
): readonly Problem[] {
  const known = {
    Node: new Set([...cluster.nodes.map((node) => node.name), ...applied(script, 'Node')]),
    peer: new Set(cluster.config.peers.map((peer) => peer.name)),
    Service: new Set([...cluster.services.map(({ key }) => key), ...applied(script, 'Service')]),
  };
  const hasNewPeers = PEER_KINDS.some((kind) => applied(script, kind).length > 0);
  const problem = (
    event: ScriptEvent,
    field: string,
    value: string,
    kind: keyof typeof known,
  ): readonly Problem[] => {
    if (known[kind].has(value) || (kind === 'peer' && hasNewPeers)) return [];
    const there = [...known[kind]].slice(0, 10).join(', ');
    const message = `is "${value}", but there is no such ${kind}; there is ${there === '' ? 'none' : there}`;
    const object = { kind: 'Simulation', namespace: null, name };
    const path = `events[${event.index}].${field}`;
    return [{ severity: 'error', code: 'unknownReference', object, field: path, value, message, origin }];
  };
  return script.events.flatMap((event): readonly Problem[] => {
    switch (event.kind) {
      case 'node':
        return problem(event, 'node', event.node, 'Node');
      case 'peer':
        return problem(event, 'peer', event.peer, 'peer');
      case 'link':
        return [
          ...problem(event, 'link', event.node, 'Node'),
          ...(event.peer === null ? [] : problem(event, 'peer', event.peer, 'peer')),
        ];
      case 'endpoints':
        return [
          ...problem(event, 'service', event.service, 'Service'),
          ...event.nodes.flatMap((node, index) => problem(event, `endpoints[${index}]`, node, 'Node')),
        ];
      case 'apply':
      case 'delete':
        return [];
    }
  });
}

/** The names of objects of a kind that events apply; those of Services with their namespace. */
function applied({ events }: Script, kind: string): readonly string[] {
  const objects = events.flatMap((event) => (event.kind === 'apply' ? event.objects : []));
  return objects.flatMap(({ content }) => {
    if (!isJsonObject(content) || content['kind'] !== kind || !isJsonObject(content['metadata'])) return [];
    const { name, namespace } = content['metadata'];
    if (typeof name !== 'string') return [];
    return [kind === 'Service' ? `${typeof namespace === 'string' ? namespace : 'default'}/${name}` : name];
  });
}

const PEER_KINDS = ['BGPPeer', 'BgpPeer', 'ConfigMap'];
