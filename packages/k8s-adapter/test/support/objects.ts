import { parseAllDocuments } from 'yaml';
import type { SourceObject } from '@fairlead/k8s-adapter';

/** The objects of a text of YAML documents. */
export function objects(text: string): readonly SourceObject[] {
  return parseAllDocuments(text).map((document, index) => {
    const content: unknown = document.toJS();
    return { content, origin: `test#${index}` };
  });
}

/** A pool and the ways in which it is announced, to add Services to. */
export function pool(name: string, addresses: readonly string[], more = ''): string {
  return `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: metallb-system }
spec: { addresses: ${JSON.stringify(addresses)}${more === '' ? '' : `, ${more}`} }
`;
}

/** A Service of type LoadBalancer. `spec` and `annotations` are the inside of a flow mapping. */
export function service(
  name: string,
  { annotations = '', spec = '', labels = '', status = '', namespace = 'default' } = {},
): string {
  const ingress = status === '' ? '' : `status: { loadBalancer: { ingress: [${status}] } }`;
  return `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace}, annotations: { ${annotations} }, labels: { ${labels} } }
spec: { type: LoadBalancer, ports: [{ port: 80 }]${spec === '' ? '' : `, ${spec}`} }
${ingress}
`;
}
