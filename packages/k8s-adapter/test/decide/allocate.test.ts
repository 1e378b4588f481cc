import { runCases } from '../support/allocationCase.ts';
import { pool, service } from '../support/objects.ts';

const small = pool('small', ['192.0.2.1-192.0.2.2']);
const ip = (...addresses: readonly string[]): string =>
  `metallb.io/loadBalancerIPs: "${addresses.join(',')}"`;
const from = (name: string): string => `metallb.io/address-pool: ${name}`;

describe('allocation', () => {
  describe('whether a Service is ours', () => {
    runCases([
      {
        title: 'only one of type LoadBalancer is',
        given: small + service('a').replace('LoadBalancer', 'NodePort'),
        wanted: { a: 'notLoadBalancer' },
      },
      {
        title: 'one of another class is not',
        given: small + service('a', { spec: 'loadBalancerClass: other.example/lb' }),
        wanted: { a: 'otherClass' },
      },
      {
        title: 'one of our own class is',
        given: small + service('a', { spec: 'loadBalancerClass: fairlead.dev/fairlead' }),
        wanted: { a: '192.0.2.1' },
      },
      {
        title: 'a headless one is not',
        given: small + service('a', { spec: 'clusterIP: None' }),
        wanted: { a: 'headless' },
      },
    ]);
  });

  describe('without a request', () => {
    runCases([
      { title: 'needs a pool', given: service('a'), wanted: { a: 'noPools' } },
      {
        title: 'takes the lowest free address, in the order of names',
        given: small + service('b') + service('a') + service('c'),
        wanted: { a: '192.0.2.1', b: '192.0.2.2', c: 'poolExhausted' },
      },
      {
        title: 'follows the ranges as they are written',
        given: pool('p', ['192.0.2.9/32', '192.0.2.1/32']) + service('a') + service('b'),
        wanted: { a: '192.0.2.9', b: '192.0.2.1' },
      },
      {
        title: 'passes over .0 and .255 where the pool avoids them',
        given: pool('p', ['192.0.1.255-192.0.2.1'], 'avoidBuggyIPs: true') + service('a') + service('b'),
        wanted: { a: '192.0.2.1', b: 'poolExhausted' },
      },
      {
        title: 'leaves a pool alone that is not for automatic use',
        given: pool('p', ['192.0.2.1/32'], 'autoAssign: false') + service('a'),
        wanted: { a: 'poolNotAutomatic' },
      },
      {
        title: 'goes on to the next pool when one is full',
        given: pool('a', ['192.0.2.1/32']) + pool('b', ['192.0.2.2/32']) + service('a') + service('b'),
        wanted: { a: '192.0.2.1', b: '192.0.2.2' },
      },
      {
        title: 'prefers pools that are reserved for it, the smaller priority first and 0 last',
        given:
          pool('open', ['192.0.2.1/32']) +
          pool('zero', ['192.0.2.2/32'], 'serviceAllocation: { namespaces: [default] }') +
          pool('nine', ['192.0.2.3/32'], 'serviceAllocation: { priority: 9, namespaces: [default] }') +
          pool('five', ['192.0.2.4/32'], 'serviceAllocation: { priority: 5 }') +
          ['a', 'b', 'c', 'd'].map((name) => service(name)).join(''),
        wanted: { a: '192.0.2.4', b: '192.0.2.3', c: '192.0.2.2', d: '192.0.2.1' },
      },
      {
        title: 'respects namespaces, their labels, and labels of Services',
        given:
          pool('n', ['192.0.2.1/32'], 'serviceAllocation: { namespaces: [blue] }') +
          pool(
            's',
            ['192.0.2.2/32'],
            'serviceAllocation: { namespaceSelectors: [{ matchLabels: { team: red } }] }',
          ) +
          pool(
            'l',
            ['192.0.2.3/32'],
            'serviceAllocation: { namespaces: [blue, red], serviceSelectors: [{ matchLabels: { tier: web } }] }',
          ) +
          '---\n{ apiVersion: v1, kind: Namespace, metadata: { name: red, labels: { team: red } } }\n' +
          service('a', { namespace: 'blue' }) +
          service('b', { namespace: 'red' }) +
          service('c', { namespace: 'red', labels: 'tier: web' }) +
          service('d', { namespace: 'green' }),
        wanted: {
          'blue/a': '192.0.2.1',
          'red/b': '192.0.2.2',
          'red/c': '192.0.2.3',
          'green/d': 'noPoolSuits',
        },
      },
    ]);
  });

  describe('of a requested pool', () => {
    runCases([
      {
        title: 'works for pools that are not for automatic use',
        given: pool('p', ['192.0.2.1/32'], 'autoAssign: false') + service('a', { annotations: from('p') }),
        wanted: { a: '192.0.2.1' },
      },
      {
        title: 'fails when there is no such pool',
        given: small + service('a', { annotations: from('no') }),
        wanted: { a: 'poolUnknown' },
      },
      {
        title: 'fails when the pool is reserved for others',
        given:
          pool('p', ['192.0.2.1/32'], 'serviceAllocation: { namespaces: [blue] }') +
          service('a', { annotations: from('p') }),
        wanted: { a: 'poolNotForNamespace' },
      },
      {
        title: 'does not spill into another pool',
        given:
          small +
          pool('p', ['192.0.2.9/32']) +
          ['a', 'b'].map((n) => service(n, { annotations: from('p') })).join(''),
        wanted: { a: '192.0.2.9', b: 'poolExhausted' },
      },
    ]);
  });

  describe('of a requested address', () => {
    runCases([
      {
        title: 'gives it, before others take it',
        given: small + service('a') + service('b', { annotations: ip('192.0.2.1') }),
        wanted: { a: '192.0.2.2', b: '192.0.2.1' },
      },
      {
        title: 'reads spec.loadBalancerIP and the old annotation too',
        given:
          small +
          service('a', { spec: 'loadBalancerIP: 192.0.2.2' }) +
          service('b', { annotations: 'metallb.universe.tf/loadBalancerIPs: 192.0.2.1' }),
        wanted: { a: '192.0.2.2', b: '192.0.2.1' },
      },
      {
        title: 'fails when the address is taken',
        given: small + ['a', 'b'].map((name) => service(name, { annotations: ip('192.0.2.1') })).join(''),
        wanted: { a: '192.0.2.1', b: 'addressInUse' },
      },
      {
        title: 'fails outside all pools',
        given: small + service('a', { annotations: ip('198.51.100.1') }),
        wanted: { a: 'addressInNoPool' },
      },
      {
        title: 'fails in another pool than the one that is asked for',
        given:
          small +
          pool('p', ['192.0.2.9/32']) +
          service('a', { annotations: `${ip('192.0.2.1')}, ${from('p')}` }),
        wanted: { a: 'addressInOtherPool' },
      },
      {
        title: 'fails when it is avoided',
        given:
          pool('p', ['192.0.2.0/24'], 'avoidBuggyIPs: true') + service('a', { annotations: ip('192.0.2.0') }),
        wanted: { a: 'addressAvoided' },
      },
      {
        title: 'fails when both ways of asking are used',
        given: small + service('a', { annotations: ip('192.0.2.1'), spec: 'loadBalancerIP: 192.0.2.1' }),
        wanted: { a: 'requestInvalid' },
      },
      {
        title: 'fails when it is no address, or two of one family',
        given:
          small +
          service('a', { annotations: ip('nonsense') }) +
          service('b', { annotations: ip('192.0.2.1', '192.0.2.2') }),
        wanted: { a: 'requestInvalid', b: 'requestInvalid' },
      },
      {
        title: 'fails when it is of another family than the Service',
        given:
          pool('p', ['192.0.2.1/32', '2001:db8::1/128']) +
          service('a', { annotations: ip('2001:db8::1'), spec: 'ipFamilies: [IPv4]' }),
        wanted: { a: 'requestOfOtherFamily' },
      },
      {
        title: 'gives several of one family under our own annotation',
        given: small + service('a', { annotations: 'fairlead.dev/addresses: "192.0.2.2, 192.0.2.1"' }),
        wanted: { a: '192.0.2.2 192.0.2.1' },
      },
    ]);
  });
});
