import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLab, requireTools, startApiServer } from '../lab/index.ts';
import type { ApiServer } from '../lab/index.ts';

describe('deploy/fairlead.yaml', () => {
  const lab = openLab();
  after(lab.close);
  let server: ApiServer;

  before(async function () {
    await requireTools(this, 'etcd', 'kube-apiserver');
    server = await startApiServer(lab);
    const folder = join(import.meta.dirname, '../../packages/k8s-adapter/deploy');
    await server.client.apply(readFileSync(join(folder, 'fairlead.yaml'), 'utf8'));
    const ofMetallb = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'metallb-system' } };
    await server.client.apply(ofMetallb);
    await server.client.apply(readFileSync(join(folder, 'metallb-passwords.yaml'), 'utf8'));
  });

  it('is taken by the API server, and installs two controllers and a speaker on each node', async () => {
    const [deployment] = await server.client.list({ apiVersion: 'apps/v1', kind: 'Deployment' });
    expect(deployment).to.deep.nested.include({ 'metadata.name': 'fairlead-controller', 'spec.replicas': 2 });
    const [daemonSet] = await server.client.list({ apiVersion: 'apps/v1', kind: 'DaemonSet' });
    expect(daemonSet).to.deep.nested.include({
      'metadata.name': 'fairlead-speaker',
      'spec.template.spec.hostNetwork': true,
    });
  });

  it('gives every container a read-only root and no capability but the one that it needs', async () => {
    const [deployment] = await server.client.list({ apiVersion: 'apps/v1', kind: 'Deployment' });
    const [daemonSet] = await server.client.list({ apiVersion: 'apps/v1', kind: 'DaemonSet' });
    const context = 'spec.template.spec.containers[0].securityContext';
    const common = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
    expect(deployment).to.have.deep.nested.property(`${context}.capabilities`, { drop: ['ALL'] });
    expect(deployment)
      .to.have.nested.property(context)
      .that.includes({ ...common, runAsNonRoot: true });
    expect(daemonSet).to.have.deep.nested.property(`${context}.capabilities`, {
      drop: ['ALL'],
      add: ['NET_RAW'],
    });
    expect(daemonSet).to.have.nested.property(context).that.includes(common);
  });

  for (const { account, may, verb, group, resource, namespace } of rights()) {
    const place = namespace === undefined ? 'anywhere' : `in ${namespace}`;
    it(`${may ? 'lets' : 'does not let'} the ${account} ${verb} ${resource} ${place}`, async () => {
      const [name, subresource] = resource.split('/');
      const review = await server.client.post<AccessReview>(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: {
            user: `system:serviceaccount:fairlead-system:fairlead-${account}`,
            resourceAttributes: { verb, group, resource: name, subresource, namespace },
          },
        },
      );
      expect(review.status.allowed).to.equal(may);
    });
  }
});

interface AccessReview {
  readonly status: { readonly allowed: boolean };
}

interface Right {
  readonly account: 'controller' | 'speaker';
  readonly may: boolean;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

function rights(): readonly Right[] {
  const own = 'fairlead-system';
  const core = { group: '' };
  return [
    { account: 'controller', may: true, verb: 'patch', ...core, resource: 'services/status' },
    { account: 'controller', may: false, verb: 'update', ...core, resource: 'services' },
    ...['addresspools', 'bgppeers', 'addressclaims'].map((kind) => ({
      account: 'controller' as const,
      may: true,
      verb: 'patch',
      group: 'fairlead.dev',
      resource: `${kind}/status`,
    })),
    {
      account: 'controller',
      may: true,
      verb: 'patch',
      group: 'metallb.io',
      resource: 'ipaddresspools/status',
    },
    { account: 'controller', may: false, verb: 'patch', group: 'metallb.io', resource: 'ipaddresspools' },
    { account: 'controller', may: false, verb: 'get', ...core, resource: 'secrets', namespace: own },
    { account: 'controller', may: true, verb: 'watch', group: 'metallb.io', resource: 'ipaddresspools' },
    { account: 'speaker', may: false, verb: 'patch', ...core, resource: 'services/status' },
    { account: 'speaker', may: true, verb: 'watch', group: 'discovery.k8s.io', resource: 'endpointslices' },
    { account: 'speaker', may: true, verb: 'get', ...core, resource: 'secrets', namespace: own },
    {
      account: 'speaker',
      may: true,
      verb: 'list',
      ...core,
      resource: 'secrets',
      namespace: 'metallb-system',
    },
    { account: 'speaker', may: false, verb: 'get', ...core, resource: 'secrets', namespace: 'kube-system' },
    { account: 'controller', may: false, verb: 'list', ...core, resource: 'configmaps' },
    { account: 'speaker', may: false, verb: 'patch', ...core, resource: 'nodes' },
    { account: 'speaker', may: true, verb: 'patch', group: 'fairlead.dev', resource: 'speakers/status' },
    { account: 'speaker', may: false, verb: 'patch', group: 'fairlead.dev', resource: 'addresspools/status' },
    {
      account: 'speaker',
      may: true,
      verb: 'deletecollection',
      group: 'metallb.io',
      resource: 'servicel2statuses',
      namespace: own,
    },
    {
      account: 'speaker',
      may: false,
      verb: 'create',
      group: 'metallb.io',
      resource: 'servicel2statuses',
      namespace: 'metallb-system',
    },
    {
      account: 'speaker',
      may: true,
      verb: 'update',
      group: 'coordination.k8s.io',
      resource: 'leases',
      namespace: own,
    },
    {
      account: 'speaker',
      may: false,
      verb: 'get',
      group: 'coordination.k8s.io',
      resource: 'leases',
      namespace: 'kube-system',
    },
  ];
}
