import { asn } from '@fairlead/inet';
import { expect } from 'chai';
import { AttributeMaker } from '../../../src/driver/bgp/attributes.ts';
import { parseCommunity } from '../../../src/model/community.ts';
import type { Route } from '../../../src/model/route.ts';
import { prefix } from '../../support/inet.ts';

describe('path attributes', () => {
  const maker = new AttributeMaker(asn(64500));
  const route = (communities: readonly string[], more: Partial<Route['attributes']> = {}): Route => ({
    prefix: prefix('192.0.2.1/32'),
    nextHop: null,
    bandwidth: null,
    attributes: {
      localPref: null,
      med: null,
      prepend: 0,
      communities: communities.flatMap((text) => parseCommunity(text) ?? []),
      ...more,
    },
  });

  it('are those that are asked for, and no others', () => {
    expect(maker.attributesOf(route([]))).to.deep.equal({});
    expect(maker.attributesOf(route([], { localPref: 0, med: 7, prepend: 2 }))).to.deep.equal({
      localPref: 0,
      multiExitDisc: 7,
      prepend: 2,
    });
  });

  it('have each kind of community in its own attribute (RFC 1997, RFC 4360, RFC 8092)', () => {
    expect(
      maker.attributesOf(route(['65535:65281', 'large:64500:1:2', 'rt:64500:7', 'soo:4200000000:9'])),
    ).to.deep.equal({
      communities: [0xffffff01],
      largeCommunities: ['64500:1:2'],
      extendedCommunities: ['0002fbf400000007', '0203fa56ea000009'],
    });
  });

  it('say the bandwidth in octets per second, with two octets of AS number', () => {
    const wide = { ...route([]), bandwidth: 8_000_000_000 };
    expect(maker.attributesOf(wide).extendedCommunities).to.deep.equal(['4004fbf44e6e6b28']);
    expect(new AttributeMaker(asn(4200000000)).attributesOf(wide).extendedCommunities).to.deep.equal([
      '40045ba04e6e6b28',
    ]);
  });

  it('are one object for routes with equal ones', () => {
    const one = route(['64500:1']);
    expect(maker.attributesOf(one)).to.equal(maker.attributesOf({ ...one, prefix: prefix('192.0.2.2/32') }));
    expect(maker.loweredAttributesOf(one)).to.equal(maker.loweredAttributesOf(one));
  });

  it('ask for graceful shutdown when they are lowered (RFC 8326)', () => {
    expect(maker.loweredAttributesOf(route(['64500:1'], { localPref: 200, med: 5 }))).to.deep.equal({
      multiExitDisc: 5,
      localPref: 0,
      communities: [0xfbf40001, 0xffff0000],
    });
  });
});
