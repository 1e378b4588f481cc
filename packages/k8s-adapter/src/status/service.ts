import { sha256 } from '../decide/sha256.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Fields } from './pool.ts';

/** An object with which a node says how it announces a Service, as MetalLB has them. */
export interface ServiceReport {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly fields: Fields;
}

/** How one node reports on Services. */
export interface ServiceReporter {
  /** What tells the objects of this node from those of others. */
  readonly nodeLabel: string;
  /** ServiceL2Status: the node answers for the Service; `null` is on all interfaces. */
  readonly layer2: (service: ObjectKey, interfaces: readonly string[] | null) => ServiceReport;
  /** ServiceBGPStatus: the node announces the Service to these peers. */
  readonly bgp: (service: ObjectKey, peers: readonly string[]) => ServiceReport;
}

export function serviceReporter(node: string): ServiceReporter {
  const hash = [...sha256(node).subarray(0, 2)].map((word) => word.toString(16).padStart(8, '0')).join('');
  const nodeLabel = node.length <= LONGEST_LABEL ? node : hash;
  const report = (prefix: string, service: ObjectKey, more: Fields): ServiceReport => {
    const [serviceNamespace = '', serviceName = ''] = service.split('/');
    return {
      name: `${prefix}-${hash}-${serviceNamespace}.${serviceName}`,
      labels: {
        'metallb.io/node': nodeLabel,
        'metallb.io/service-name': serviceName,
        'metallb.io/service-namespace': serviceNamespace,
      },
      fields: { node, serviceName, serviceNamespace, ...more },
    };
  };
  return {
    nodeLabel,
    layer2: (service, interfaces) =>
      report('l2', service, { interfaces: (interfaces ?? []).map((name) => ({ name })) }),
    bgp: (service, peers) => report('bgp', service, { peers }),
  };
}

const LONGEST_LABEL = 63;
