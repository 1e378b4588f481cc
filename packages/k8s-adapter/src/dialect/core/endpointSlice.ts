import { objectKey } from '../../model/object.ts';
import type { EndpointSlice } from '../../model/endpoint.ts';
import type { Drafts } from '../drafts.ts';
import type { KubernetesObject } from '../metadata.ts';

/** EndpointSlice discovery.k8s.io/v1 and v1beta1. A condition that nobody knows counts as met (KEP-752). */
export function readEndpointSlice(object: KubernetesObject, drafts: Drafts): void {
  const service = object.labels['kubernetes.io/service-name'];
  if (service === undefined) return;
  const slice: EndpointSlice = {
    key: objectKey(object.namespace, object.name),
    service: objectKey(object.namespace, service),
    endpoints: object.fields.objects('endpoints').map((item) => {
      const conditions = item.objectOrEmpty('conditions');
      const isReady = conditions.boolean('ready') ?? true;
      return {
        addresses: item.texts('addresses'),
        node: item.text('nodeName') ?? item.map('topology')['kubernetes.io/hostname'] ?? null,
        isReady,
        isServing: conditions.boolean('serving') ?? isReady,
      };
    }),
  };
  drafts.endpointSlices.push(slice);
}
