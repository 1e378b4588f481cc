import { sentence } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { runCases } from '../support/allocationCase.ts';
import { pool, service } from '../support/objects.ts';
import { planned } from '../support/planned.ts';

const small = pool('small', ['192.0.2.1-192.0.2.2']);
const key = (name: string): string => `metallb.io/allow-shared-ip: ${name}`;
const ip = (...addresses: readonly string[]): string =>
  `metallb.io/loadBalancerIPs: "${addresses.join(',')}"`;
const from = (name: string): string => `metallb.io/address-pool: ${name}`;
const local = 'externalTrafficPolicy: Local';
const dual = (policy: string): string => `ipFamilyPolicy: ${policy}, ipFamilies: [IPv4, IPv6]`;

describe('allocation', () => {
  describe('of a shared address', () => {
    runCases([
      {
        title: 'needs the same key, and other ports',
        given:
          pool('p', ['192.0.2.1/32']) +
          service('a', { annotations: key('k') }) +
          service('b', { annotations: key('k') }).replace('port: 80', 'port: 443') +
          service('c', { annotations: key('other') }).replace('port: 80', 'port: 444') +
          service('d', { annotations: key('k') }) +
          service('e').replace('port: 80', 'port: 445'),
        wanted: {
          a: '192.0.2.1',
          b: '192.0.2.1',
          c: 'poolExhausted',
          d: 'poolExhausted',
          e: 'poolExhausted',
        },
      },
      {
        title: 'says which rule forbids it when the address is asked for',
        given:
          small +
          service('a', { annotations: `${key('k')}, ${ip('192.0.2.1')}` }) +
          service('b', { annotations: ip('192.0.2.1') }) +
          service('c', { annotations: `${key('x')}, ${ip('192.0.2.1')}` }) +
          service('d', { annotations: `${key('k')}, ${ip('192.0.2.1')}` }) +
          service('e', { annotations: `${key('k')}, ${ip('192.0.2.1')}`, spec: local }).replace(
            'port: 80',
            'port: 81',
          ),
        wanted: {
          a: '192.0.2.1',
          b: 'sharingNotAsked',
          c: 'sharingKeyDiffers',
          d: 'sharedPortInUse',
          e: 'sharedBackendsDiffer',
        },
      },
      {
        title: 'works with externalTrafficPolicy Local for the same pods',
        given:
          small +
          service('a', { annotations: key('k'), spec: `${local}, selector: { app: x }` }) +
          service('b', { annotations: key('k'), spec: `${local}, selector: { app: x }` }).replace(
            'port: 80',
            'port: 81',
          ) +
          service('c', { annotations: key('k'), spec: `${local}, selector: { app: y }` }).replace(
            'port: 80',
            'port: 82',
          ),
        wanted: { a: '192.0.2.1', b: '192.0.2.1', c: '192.0.2.2' },
      },
      {
        title: 'tells TCP from UDP',
        given:
          pool('p', ['192.0.2.1/32']) +
          service('a', { annotations: key('k') }) +
          service('b', { annotations: key('k') }).replace('port: 80', 'port: 80, protocol: UDP'),
        wanted: { a: '192.0.2.1', b: '192.0.2.1' },
      },
    ]);
  });

  describe('of two families', () => {
    const both = pool('both', ['192.0.2.1/32', '2001:db8::1/128']);
    const four = pool('four', ['192.0.2.4/32']);
    const six = pool('six', ['2001:db8::6/128']);
    runCases([
      {
        title: 'takes both from one pool where one has them',
        given: four + six + both + service('a', { spec: dual('RequireDualStack') }),
        wanted: { a: '192.0.2.1 2001:db8::1' },
      },
      {
        title: 'takes them from two pools where none has both',
        given: four + six + service('a', { spec: dual('RequireDualStack') }),
        wanted: { a: '192.0.2.4 2001:db8::6' },
      },
      {
        title: 'is nothing when one is required and missing',
        given: four + service('a', { spec: dual('RequireDualStack') }),
        wanted: { a: 'poolHasNoFamily' },
      },
      {
        title: 'is one when both are merely preferred',
        given: six + service('a', { spec: dual('PreferDualStack') }),
        wanted: { a: '2001:db8::6' },
      },
      {
        title: 'follows the ClusterIPs of the Service',
        given: both + service('a', { spec: 'ipFamilyPolicy: SingleStack, clusterIPs: ["fd00::1"]' }),
        wanted: { a: '2001:db8::1' },
      },
      {
        title: 'is nothing where both are required and the ClusterIPs are of one',
        given: both + service('a', { spec: 'ipFamilyPolicy: RequireDualStack, clusterIPs: [10.96.0.1]' }),
        wanted: { a: 'clusterIpsOfOneFamily' },
      },
      {
        title: 'adds the second one as soon as it can be had',
        given: both + service('a', { spec: dual('PreferDualStack'), status: '{ ip: 192.0.2.1 }' }),
        wanted: { a: '192.0.2.1 2001:db8::1' },
      },
      {
        title: 'takes what a Service without a family can get',
        given: six + service('a'),
        wanted: { a: '2001:db8::6' },
      },
      {
        title: 'wants one address of each where two are required',
        given: both + service('a', { spec: dual('RequireDualStack'), annotations: ip('192.0.2.1') }),
        wanted: { a: 'requestOfOtherFamily' },
      },
    ]);
  });

  describe('of a Service that has an address', () => {
    const status = '{ ip: 192.0.2.2 }';
    runCases([
      {
        title: 'keeps it, whoever comes first',
        given: small + service('a') + service('b', { status: '{ ip: 192.0.2.1 }' }) + service('c'),
        wanted: { a: '192.0.2.2', b: '192.0.2.1', c: 'poolExhausted' },
      },
      {
        title: 'keeps no more than it asks for',
        given:
          small +
          service('a', { status: '{ ip: 192.0.2.2 }, { ip: 192.0.2.1 }' }) +
          service('b', { annotations: 'fairlead.dev/address-count: "2"' }),
        wanted: { a: '192.0.2.2', b: 'poolExhausted' },
      },
      {
        title: 'moves it when no pool holds it any more',
        given: small + service('a', { status: '{ ip: 198.51.100.7 }' }),
        wanted: { a: '192.0.2.1' },
      },
      {
        title: 'moves it when another pool is asked for',
        given: small + pool('p', ['192.0.2.9/32']) + service('a', { status, annotations: from('p') }),
        wanted: { a: '192.0.2.9' },
      },
      {
        title: 'moves it when another address is asked for',
        given: small + service('a', { status, annotations: ip('192.0.2.1') }),
        wanted: { a: '192.0.2.1' },
      },
      {
        title: 'takes it away when what is asked for cannot be had',
        given: small + service('a', { status, annotations: ip('198.51.100.1') }),
        wanted: { a: 'addressInNoPool' },
      },
      {
        title: 'lets the older of two that claim the same address keep it',
        given: small + service('b', { status }) + service('a', { status }),
        wanted: { a: '192.0.2.2', b: '192.0.2.1' },
      },
      {
        title: 'moves it when the pool avoids it now',
        given:
          pool('p', ['192.0.2.0-192.0.2.1'], 'avoidBuggyIPs: true') +
          service('a', { status: '{ ip: 192.0.2.0 }' }),
        wanted: { a: '192.0.2.1' },
      },
      {
        title: 'moves it when the pool is reserved for others now',
        given:
          pool('p', ['192.0.2.1-192.0.2.4'], 'serviceAllocation: { namespaces: [blue] }') +
          pool('q', ['192.0.2.9/32']) +
          service('a', { status }),
        wanted: { a: '192.0.2.9' },
      },
    ]);
  });

  it('says on the way why an address was left', () => {
    const { allocations } = planned(small + service('a', { status: '{ ip: 198.51.100.7 }' }));
    expect(allocations.get('default/a')?.trace.map(sentence)).to.deep.equal([
      'leaves 198.51.100.7 because no pool holds 198.51.100.7',
      'gets 192.0.2.1 from pool small',
    ]);
  });
});
