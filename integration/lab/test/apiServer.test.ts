import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { connectKubernetes, metallbDefinitions, openLab, requireTools, startApiServer } from '../index.ts';
import type { ApiServer } from '../index.ts';

describe('kube-apiserver', () => {
  const lab = openLab();
  after(lab.close);
  let server: ApiServer;

  before(async function () {
    await requireTools(this, 'etcd', 'kube-apiserver');
    server = await startApiServer(lab);
  });

  it('takes manifests, keeps status apart, and forgets what is deleted', async () => {
    const [applied] = await server.client.apply(service('web'));
    expect(applied?.['spec']).to.include({ type: 'LoadBalancer', loadBalancerClass: 'fairlead.dev/test' });
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] } };
    await server.client.patchStatus(WEB, status);
    expect((await server.client.get(WEB))?.['status']).to.deep.equal(status);
    await server.client.delete(WEB);
    expect(await server.client.get(WEB)).to.equal(null);
  });

  it('serves kinds that were defined a moment ago', async () => {
    await server.client.apply(DEFINITION);
    await server.client.apply({ ...BUOY, spec: { colour: 'red' } });
    expect((await server.client.list(BUOY)).map(({ metadata }) => metadata.name)).to.deep.equal(['north']);
    const refusal = await server.client.apply({ ...BUOY, spec: { colour: 7 } }).catch(String);
    expect(refusal).to.contain('spec.colour');
  });

  it('takes the definitions of MetalLB', async function () {
    await requireTools(this, 'metallb-definitions');
    await server.client.apply(await metallbDefinitions());
    const pool = { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: { name: 'pool' } };
    const [applied] = await server.client.apply({ ...pool, spec: { addresses: ['192.0.2.0/24'] } });
    expect(applied?.['spec']).to.deep.include({ addresses: ['192.0.2.0/24'], autoAssign: true });
  });

  it('lets a service account do what RBAC allows, and nothing else', async () => {
    await server.client.apply(RBAC);
    const token = await server.serviceAccountToken('default', 'reader');
    const client = connectKubernetes({ ...server, token });
    lab.onClose({ stop: client.close, abandon: client.close });
    await eventually('the role is known', async () => (await client.list(SERVICE)).length);
    const refusal = await client.apply(service('forbidden')).catch(String);
    expect(refusal).to.contain('403').and.to.contain('system:serviceaccount:default:reader');
  });

  it('remembers everything when it is started again', async () => {
    await server.client.apply(service('lasting'));
    await server.stop();
    await server.start();
    expect((await server.client.get({ ...SERVICE, metadata: { name: 'lasting' } }))?.kind).to.equal(
      'Service',
    );
  });
});

const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const WEB = { ...SERVICE, metadata: { name: 'web' } };
const BUOY = { apiVersion: 'test.fairlead.dev/v1', kind: 'Buoy', metadata: { name: 'north' } };

function service(name: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  type: LoadBalancer
  loadBalancerClass: fairlead.dev/test
  ports: [{ port: 80 }]
`;
}

const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: buoys.test.fairlead.dev }
spec:
  group: test.fairlead.dev
  scope: Cluster
  names: { kind: Buoy, plural: buoys, singular: buoy }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { colour: { type: string } } }
`;

const RBAC = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: reader, namespace: default }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
rules: [{ apiGroups: [''], resources: [services], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
subjects: [{ kind: ServiceAccount, name: reader, namespace: default }]
`;
