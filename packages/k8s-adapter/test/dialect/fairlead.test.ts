import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { definitions } from '../../src/command/crds.ts';
import { objects, service } from '../support/objects.ts';
import { outcomes, planned, routesOf } from '../support/planned.ts';
import { problemsOf } from '../support/problems.ts';

const own = (kind: string, name: string, spec: string, metadata = ''): string =>
  `---\n{ apiVersion: fairlead.dev/v1alpha1, kind: ${kind}, metadata: { name: ${name}${metadata === '' ? '' : `, ${metadata}`} }, spec: { ${spec} } }\n`;
const node = (name: string, labels: string): string =>
  `---\n{ apiVersion: v1, kind: Node, metadata: { name: ${name}, labels: { ${labels} } } }\n`;

describe('our own resources', () => {
  it('have definitions that follow from their schemas; write them with fairlead crds', () => {
    const file = join(import.meta.dirname, '../../deploy/crds/fairlead.dev.yaml');
    expect(readFileSync(file, 'utf8')).to.equal(definitions());
  });

  it('make 200 racks one object', () => {
    const racks = ['1', '2'].map(
      (rack) =>
        `{ name: r${rack}, address: 10.0.${rack}.1, remoteAsn: 6500${rack}, nodeSelectors: [{ matchLabels: { rack: "${rack}" } }] }`,
    );
    const text =
      own(
        'BgpPeer',
        'tors',
        `localAsn: 64500, holdTime: 9s, neighbors: [${racks.join()}]`,
        'labels: { tier: tor }',
      ) +
      own('AddressPool', 'public', 'addresses: [192.0.2.1]') +
      own(
        'Advertisement',
        'all',
        'bgp: { peers: [tors], localPref: 7, communities: [no-export, "64500:1"] }',
      ) +
      service('web') +
      node('a', 'rack: "1"') +
      node('b', 'rack: "2"');
    expect(routesOf(planned(text))).to.deep.equal([
      'a tors/r1 192.0.2.1/32 pref 7 64500:1 65535:65281',
      'b tors/r2 192.0.2.1/32 pref 7 64500:1 65535:65281',
    ]);
    const [first] = translate(objects(text)).cluster.config.peers;
    expect(first).to.include({
      name: 'tors/r1',
      group: 'tors',
      remoteAsn: 65001,
      holdTime: 9,
      keepaliveTime: 3,
    });
  });

  it('take a password from any key of a Secret that is Opaque or made for passwords, and of no other', () => {
    const secret = (type: string): string =>
      `---\n{ apiVersion: v1, kind: Secret, type: ${type}, metadata: { name: s, namespace: x }, stringData: { bgp: hush } }\n`;
    const by = (key: string): string =>
      own(
        'BgpPeer',
        'p',
        `localAsn: 1, remoteAsn: 2, address: 192.0.2.1, passwordSecret: { namespace: x, name: s, key: ${key} }`,
      );
    const passwordFrom = (text: string): unknown => translate(objects(text)).passwords.get('p');
    expect(passwordFrom(by('bgp') + secret('Opaque'))).to.equal('hush');
    expect(passwordFrom(by('bgp') + secret('kubernetes.io/basic-auth'))).to.equal('hush');
    expect(problemsOf(by('bgp') + secret('kubernetes.io/tls'))).to.deep.equal([
      'error invalidValue p spec.passwordSecret',
    ]);
    expect(problemsOf(by('other') + secret('Opaque'))).to.deep.equal([
      'error missingField p spec.passwordSecret',
    ]);
  });

  it('advertise by BGP and on layer 2 in one object, with the attributes of both', () => {
    const { cluster } = translate(
      objects(
        own(
          'Advertisement',
          'x',
          'pools: [p], bgp: { med: 5, prepend: 2, nextHops: Nodes, sameNodeLabel: rack, megabitsPerEndpoint: 100 }, layer2: { interfaces: [eth0], failback: 5m, preferEndpoints: true, virtualMac: true }',
        ),
      ),
    );
    const [bgp] = cluster.config.bgpAdvertisements;
    const [l2] = cluster.config.l2Advertisements;
    expect(bgp).to.deep.include({
      attributes: { localPref: null, med: 5, prepend: 2, communities: [] },
      nextHops: { kind: 'nodes', sameLabel: 'rack' },
      bandwidthPerEndpoint: 100_000_000,
    });
    expect(l2).to.deep.include({
      interfaces: ['eth0'],
      election: { mode: 'spread', failback: { afterSeconds: 300 }, preferEndpoints: true },
      virtualMac: true,
    });
  });

  it('limit how many addresses a namespace holds', () => {
    const text =
      own(
        'AddressPool',
        'p',
        'addresses: [192.0.2.0/28], quotas: [{ namespaces: [big], limit: 2 }, { limit: 1 }]',
      ) +
      ['big/a', 'big/b', 'big/c', 'small/a', 'small/b']
        .map((key) => service(key.split('/')[1] ?? '', { namespace: key.split('/')[0] ?? '' }))
        .join('');
    expect(outcomes(planned(text))).to.deep.equal({
      'big/a': '192.0.2.0',
      'small/a': '192.0.2.1',
      'big/b': '192.0.2.2',
      'small/b': 'quotaReached',
      'big/c': 'quotaReached',
    });
  });

  it('give nothing from a disabled pool, and leave what was given', () => {
    const text =
      own('AddressPool', 'p', 'addresses: [192.0.2.0/28], disabled: true') +
      service('old', { status: '{ ip: 192.0.2.5 }' }) +
      service('new');
    expect(outcomes(planned(text))).to.deep.equal({ old: '192.0.2.5', new: 'poolDisabled' });
  });

  it('leave addresses where they are after a pool edit, where the pool says so', () => {
    const keep = (policy: string): string =>
      own('AddressPool', 'p', `addresses: [192.0.2.0/28], whenRemoved: ${policy}`) +
      service('a', { status: '{ ip: 198.51.100.1 }', annotations: 'fairlead.dev/allocated-from: p' });
    expect([outcomes(planned(keep('Keep'))), outcomes(planned(keep('Move')))]).to.deep.equal([
      { a: '198.51.100.1' },
      { a: '192.0.2.0' },
    ]);
  });

  it('reserve addresses for who names the claim', () => {
    const text =
      own('AddressPool', 'p', 'addresses: [192.0.2.1-192.0.2.3]') +
      own('AddressClaim', 'mine', 'addresses: [192.0.2.1]', 'namespace: default') +
      own('AddressClaim', 'any', '', 'namespace: default') +
      service('a') +
      service('b', { annotations: 'fairlead.dev/claim: mine' }) +
      service('c', { annotations: 'fairlead.dev/claim: any' }) +
      service('d', { annotations: 'fairlead.dev/claim: none' }) +
      service('e', { annotations: 'fairlead.dev/addresses: 192.0.2.1' });
    expect(outcomes(planned(text))).to.deep.equal({
      b: '192.0.2.1',
      c: '192.0.2.2',
      d: 'claimUnknown',
      e: 'addressClaimed',
      a: '192.0.2.3',
    });
  });

  it('give several addresses of a family', () => {
    const text =
      own('AddressPool', 'p', 'addresses: [192.0.2.1-192.0.2.3]') +
      service('a', { annotations: 'fairlead.dev/address-count: "2"' }) +
      service('b', { annotations: 'fairlead.dev/address-count: "2"' });
    expect(outcomes(planned(text))).to.deep.equal({ a: '192.0.2.1 192.0.2.2', b: 'poolExhausted' });
  });

  it('spread over the nodes by bandwidth', () => {
    const slice = (name: string, nodes: readonly string[]): string =>
      `---\n${JSON.stringify({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name, labels: { 'kubernetes.io/service-name': 'web' } },
        endpoints: nodes.map((nodeName, index) => ({ addresses: [`10.0.0.${index}`], nodeName })),
      })}\n`;
    const text =
      own('AddressPool', 'p', 'addresses: [192.0.2.1]') +
      own('BgpPeer', 'tor', 'localAsn: 1, remoteAsn: 2, address: 10.0.0.254') +
      own('Advertisement', 'x', 'bgp: { megabitsPerEndpoint: 100 }') +
      service('web', { spec: 'externalTrafficPolicy: Local' }) +
      slice('web-1', ['a', 'a', 'b']) +
      node('a', '') +
      node('b', '');
    expect(routesOf(planned(text))).to.deep.equal([
      'a tor 192.0.2.1/32 bandwidth 200000000',
      'b tor 192.0.2.1/32 bandwidth 100000000',
    ]);
  });

  it('contradict each other where both say another MED, and not where one says none', () => {
    const both = (bgp: string): readonly string[] =>
      problemsOf(
        own('AddressPool', 'p', 'addresses: [192.0.2.1]') +
          own('BgpPeer', 'tor', 'localAsn: 1, remoteAsn: 2, address: 10.0.0.254') +
          own('Advertisement', 'x', 'bgp: { med: 5 }') +
          own('Advertisement', 'y', `bgp: { ${bgp} }`),
        'error',
      );
    expect(both('med: 6')).to.deep.equal(['error conflict y spec.bgp.med']);
    expect(both('communities: ["1:2"]')).to.deep.equal([]);
  });

  it('say what is wrong with them', () => {
    expect(
      problemsOf(
        own('AddressPool', 'a', 'addresses: [192.0.2.0/24, 192.0.2.1]') +
          own('AddressPool', 'b', 'addresses: [x], autoasign: true') +
          own('BgpPeer', 'c', 'localAsn: 23456, remoteAsn: 1, address: 10.0.0.1') +
          own('BgpPeer', 'd', 'localAsn: 1, remoteAsn: 2, address: 10.0.0.1, holdTime: 2s') +
          own('Advertisement', 'e', 'bgp: { communities: [no-such] }'),
        'error',
      ),
    ).to.deep.equal([
      'error overlap a spec.addresses',
      'error invalidValue b spec.addresses[0]',
      'error invalidValue c spec.localAsn',
      'error conflict d spec',
      'error unknownReference e spec.bgp.communities[0]',
    ]);
  });
});
