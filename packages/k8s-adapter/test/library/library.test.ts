import { allocate, elect, explain, plan, routes, translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { objects, pool, service } from '../support/objects.ts';
import { bgpAdvertisement, node, peer } from '../support/cluster.ts';

describe('the functions of the library', () => {
  const text = pool('public', ['192.0.2.0/28']) + service('web');
  const plain = objects(text).map(({ content }) => content);

  const forms: readonly (readonly [string, Parameters<typeof allocate>[0]])[] = [
    ['a text', text],
    ['an array of objects', plain],
    ['any iterable', new Set(plain)],
    ['objects with their origin', objects(text)],
    ['objects whose origin is not said', plain.map((content) => ({ content }))],
    ['a List', { apiVersion: 'v1', kind: 'List', items: plain }],
    [
      'Lists among objects',
      [plain[0], { apiVersion: 'v1', kind: 'ServiceList', items: [untyped(plain[1])] }],
    ],
    ['a text of JSON', JSON.stringify({ kind: 'List', items: plain })],
    ['a translation', translate(text)],
    ['a cluster', translate(text).cluster],
  ];
  for (const [title, input] of forms) {
    it(`take ${title}`, () => {
      expect(allocate(input).get('default/web')?.addresses).to.deep.equal(['192.0.2.0']);
      expect(
        plan(input)
          .toJSON()
          .services.map(({ addresses }) => addresses),
      ).to.deep.equal([['192.0.2.0']]);
    });
  }

  it('take nothing as nothing', () => {
    for (const input of ['', [], '---\n']) expect(plan(input).toJSON().services).to.deep.equal([]);
  });

  it('set aside what is no object, and say so', () => {
    expect(
      translate([7, ...plain]).problems.map(({ severity, message }) => [severity, message]),
    ).to.deep.include(['error', 'is no Kubernetes object']);
  });

  it('read a text that is no object once', () => {
    const texts = ['web', ['web', '- web'], '- "- web"'];
    const codes = texts.map((each) => translate(each).problems.map(({ code }) => code));
    expect(codes).to.deep.equal([['wrongType'], ['wrongType', 'wrongType'], ['wrongType']]);
  });

  it('set aside a text that is no YAML, and never throw', () => {
    for (const text_ of ['kind: [', 'kind: *nobody']) {
      const { problems } = translate([text_, ...plain]);
      expect(
        problems.map(({ message }) => message),
        text_,
      ).to.include('is no Kubernetes object');
    }
  });

  it('write allocations and owners as JSON, in the words of a plan', () => {
    const cluster = `${text}${node('a')}`;
    const { services } = JSON.parse(JSON.stringify(plan(cluster))) as {
      readonly services: readonly object[];
    };
    const [allocated] = JSON.parse(JSON.stringify(allocate(cluster))) as readonly object[];
    expect(services).to.deep.equal([{ ...allocated, layer2: [] }]);
    const owners = elect([{ address: '192.0.2.1', candidates: ['a'] }]);
    const [owner] = JSON.parse(JSON.stringify(owners)) as readonly object[];
    expect(owner).to.deep.include({ address: '192.0.2.1', node: 'a' });
    expect(owner).to.have.nested.property('decision.reason', 'elected');
  });

  it('write a plan as JSON', () => {
    expect(JSON.parse(JSON.stringify(plan(text)))).to.deep.equal(plan(text).toJSON());
  });

  it('answer routes row by row, of one node or peer', () => {
    const cluster = [text, peer('tor', '10.0.0.1'), bgpAdvertisement('all'), node('a'), node('b')].join('');
    const rows = (wishes: Parameters<typeof routes>[1]) =>
      routes(cluster, wishes).map((route) => [route.node, route.peer, route.prefix]);
    expect(rows({})).to.deep.equal([
      ['a', 'tor', '192.0.2.0/32'],
      ['b', 'tor', '192.0.2.0/32'],
    ]);
    expect(rows({ node: 'b' })).to.deep.equal([['b', 'tor', '192.0.2.0/32']]);
    expect(rows({ peer: 'other' })).to.deep.equal([]);
    expect(routes(plan(cluster))).to.deep.equal(routes(cluster));
  });

  it('elect among names', () => {
    const [spread, compatible] = [undefined, { mode: 'compatible' } as const].map((policy) =>
      elect([{ address: '192.0.2.1', candidates: ['a', 'b', 'c'], ...(policy !== undefined && { policy }) }]),
    );
    expect([...(spread ?? [])].map(([, { owner }]) => owner)).to.have.length(1);
    expect([...(compatible ?? [])].map(([, { owner }]) => owner)).to.have.length(1);
    expect(() => elect([{ address: 'x', candidates: [] }])).to.throw(
      RangeError,
      'address: "x" is no IP address',
    );
  });

  it('explain in words or by a subject', () => {
    const byWords = explain(text, 'service default/web');
    expect(byWords).to.deep.equal(
      explain(plan(text), { kind: 'service', namespace: 'default', name: 'web' }),
    );
    expect(byWords?.subject).to.equal('Service default/web');
    expect(explain(text, 'peer tor')).to.equal(null);
    expect(() => explain(text, 'pod x')).to.throw(RangeError, '"pod" cannot be explained');
  });

  it('take who is alive and who owns what as names', () => {
    const cluster = text + node('a') + node('b');
    const { nodes } = plan(cluster, { alive: ['b'], owners: { '192.0.2.0': 'b' } }).toJSON();
    expect(nodes.map(({ decision }) => decision.reason)).to.deep.equal([
      'nodeWithoutSpeaker',
      'nodeEligible',
    ]);
  });
});

function untyped(content: unknown): unknown {
  return { ...(content as object), apiVersion: undefined, kind: undefined };
}
