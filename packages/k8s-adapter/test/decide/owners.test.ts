import { createHash } from 'node:crypto';
import { DEFAULT_ELIGIBILITY, DEFAULT_PLAN, plan, translate } from '@fairlead/k8s-adapter';
import type { PlanOptions } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { explain } from '../../src/plan/explain.ts';
import { l2Advertisement, slice } from '../support/cluster.ts';
import { objects, pool, service } from '../support/objects.ts';

const node = (name: string, { meta = '', spec = '', conditions = '', address = '' } = {}): string => `---
apiVersion: v1
kind: Node
metadata: { name: ${name}${meta === '' ? '' : `, ${meta}`} }
spec: { ${spec} }
status: { conditions: [{ type: Ready, status: "True" }${conditions === '' ? '' : `, ${conditions}`}]${address === '' ? '' : `, addresses: [{ type: InternalIP, address: ${address} }]`} }
`;
const taint = (key: string): string => `taints: [{ key: ${key}, effect: NoExecute, value: "" }]`;
const labelled = (labels: string): { readonly meta: string } => ({ meta: `labels: { ${labels} }` });
const noted = (annotations: string): { readonly meta: string } => ({
  meta: `annotations: { ${annotations} }`,
});
const one = pool('one', ['192.0.2.1/32']) + service('web');
const everywhere = l2Advertisement('x');
const preferring = (selector: string): string =>
  `preferredNodeSelectors: [{ weight: 10, preference: { matchLabels: { ${selector} } } }]`;

describe('who answers for an address on layer 2', () => {
  const cases: readonly (readonly [string, string, string | null])[] = [
    ['is nobody without an advertisement', one + node('a'), null],
    ['is the only node', one + everywhere + node('a'), 'a'],
    [
      'is no node with the label that excludes it',
      one +
        everywhere +
        node('a', labelled('node.kubernetes.io/exclude-from-external-load-balancers: ""')) +
        node('b'),
      'b',
    ],
    [
      'is no node without a network',
      one +
        everywhere +
        node('a', { conditions: '{ type: NetworkUnavailable, status: "True" }' }) +
        node('b'),
      'b',
    ],
    [
      'is no node that is out of service',
      one + everywhere + node('a', { spec: taint('node.kubernetes.io/out-of-service') }) + node('b'),
      'b',
    ],
    [
      'is no node that is being drained',
      one + everywhere + node('a', { spec: taint('fairlead.dev/drain') }) + node('b'),
      'b',
    ],
    [
      'may be a node that is merely cordoned',
      one +
        l2Advertisement('x', preferring('in: a')) +
        node('a', { ...labelled('in: a'), spec: 'unschedulable: true' }) +
        node('b'),
      'a',
    ],
    [
      'is no node that is not Ready while another is',
      one + everywhere + node('a').replace('"True"', '"False"') + node('b'),
      'b',
    ],
    [
      'is a node that is not Ready where none is',
      one + everywhere + node('a').replace('"True"', '"Unknown"'),
      'a',
    ],
    [
      'is a node that the advertisement selects',
      one +
        l2Advertisement('x', 'nodeSelectors: [{ matchLabels: { in: b } }]') +
        node('a') +
        node('b', labelled('in: b')),
      'b',
    ],
    [
      'is the node that is preferred most, all advertisements added up',
      one +
        l2Advertisement('x', preferring('in: a')) +
        l2Advertisement('y', preferring('in: b')) +
        l2Advertisement('z', preferring('in: b')) +
        node('a', labelled('in: a')) +
        node('b', labelled('in: b')),
      'b',
    ],
    [
      'is a node in the subnet of the address, as far as nodes say theirs',
      one +
        everywhere +
        node('a', noted('fairlead.dev/subnets: 198.51.100.0/24')) +
        node('b', noted('fairlead.dev/subnets: "198.51.100.0/24, 192.0.2.0/28"')),
      'b',
    ],
    [
      'is a node with an interface that the advertisement names',
      one +
        l2Advertisement('x', 'interfaces: [eth1]') +
        node('a', noted('fairlead.dev/interfaces: eth0')) +
        node('b', noted('fairlead.dev/interfaces: "eth0, eth1"')),
      'b',
    ],
    [
      'is a node of weight 0 only where there is no other',
      one + everywhere + node('a', noted('fairlead.dev/weight: "0"')) + node('b'),
      'b',
    ],
    ['is nobody without an endpoint', one + everywhere + node('a') + slice('other', ['a']), null],
    [
      'has an endpoint of its own with externalTrafficPolicy Local',
      one.replace('LoadBalancer', 'LoadBalancer, externalTrafficPolicy: Local') +
        everywhere +
        node('a') +
        node('b') +
        slice('web', ['b']),
      'b',
    ],
    [
      'is one for all Services on the address',
      pool('one', ['192.0.2.1/32']) +
        service('web', { labels: 'in: a', annotations: 'metallb.io/allow-shared-ip: k' }) +
        service('dns', { labels: 'in: b', annotations: 'metallb.io/allow-shared-ip: k' }).replace(
          '80',
          '53',
        ) +
        l2Advertisement(
          'x',
          'serviceSelectors: [{ matchLabels: { in: a } }], nodeSelectors: [{ matchLabels: { in: a } }]',
        ) +
        l2Advertisement('y', 'serviceSelectors: [{ matchLabels: { in: b } }]') +
        node('a', labelled('in: a')) +
        node('b'),
      'a',
    ],
  ];
  for (const [title, given, wanted] of cases) {
    it(title, () => {
      expect(ownerIn(given)).to.equal(wanted);
    });
  }

  it('is who MetalLB elects, where its advertisement asks for that', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((name) => node(name)).join('');
    const compatible = everywhere.replace(
      'name: x',
      'name: x, annotations: { fairlead.dev/election: Compatible }',
    );
    const digest = (name: string): string => createHash('sha256').update(`${name}#192.0.2.1`).digest('hex');
    const [first] = ['a', 'b', 'c', 'd'].sort((a, b) => (digest(a) < digest(b) ? -1 : 1));
    expect(ownerIn(one + compatible + nodes)).to.equal(first);
  });

  it('is no cordoned node where cordoning drains', () => {
    const eligibility = { ...DEFAULT_ELIGIBILITY, drainsWhenCordoned: true };
    const given = one + everywhere + node('a', { spec: 'unschedulable: true' }) + node('b');
    expect(ownerIn(given, { eligibility })).to.equal('b');
  });

  it('may be an excluded node where the label is not to count', () => {
    const eligibility = { ...DEFAULT_ELIGIBILITY, honoursExclusionLabel: false };
    const given =
      one + everywhere + node('a', labelled('node.kubernetes.io/exclude-from-external-load-balancers: ""'));
    expect(ownerIn(given, { eligibility })).to.equal('a');
  });

  it('is a node with a live speaker, where somebody watches', () => {
    const eligibility = { ...DEFAULT_ELIGIBILITY, alive: new Set(['b']) };
    expect(ownerIn(one + everywhere + node('a') + node('b'), { eligibility })).to.equal('b');
  });

  it('follows the weight of a node, which must be a number', () => {
    const { cluster, problems } = translate(
      objects(
        '---\n{ apiVersion: v1, kind: Node, metadata: { name: a, annotations: { fairlead.dev/weight: much } } }\n',
      ),
    );
    expect([cluster.nodes[0]?.weight, problems.map(({ code }) => code)]).to.deep.equal([1, ['invalidValue']]);
  });

  it('is told with a reason for every other node', () => {
    const given =
      one +
      l2Advertisement('x', 'interfaces: [eth1]') +
      node('a', noted('fairlead.dev/interfaces: eth0')) +
      node('b') +
      node('c', noted('fairlead.dev/subnets: 198.51.100.0/24'));
    const { cluster } = translate(objects(given));
    const explanation = explain(plan(cluster), { kind: 'service', namespace: 'default', name: 'web' });
    const verdicts = explanation?.sections.find(({ title }) => title.startsWith('Layer 2'))?.verdicts ?? [];
    expect(verdicts.map(({ reason }) => reason)).to.deep.equal([
      'elected',
      'nodeWithoutInterface',
      'nodeOutsideSubnet',
    ]);
  });
});

function ownerIn(text: string, options: Partial<PlanOptions> = {}): string | null {
  const { owners } = plan(translate(objects(text)).cluster, { ...DEFAULT_PLAN, ...options });
  return [...owners.values()][0]?.owner ?? null;
}
