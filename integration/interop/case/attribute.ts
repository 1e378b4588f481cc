import { asn, parseIpv4 } from '@fairlead/inet';
import type { Ipv4 } from '@fairlead/inet';
import { community, route } from '@fairlead/bgp-core';
import type { RouteAttributes } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { DaemonName, Router } from '../router/router.ts';
import { oursOn, withOurs } from '../session.ts';
import type { Case } from './case.ts';

/** How each router tells that it has read an attribute of ours. */
interface AttributeRow {
  readonly attribute: string;
  readonly told: Readonly<Partial<Record<DaemonName, RegExp>>>;
  readonly lacks?: Case['lacks'];
}

const IPV4_ROUTE = '203.0.113.99/32';
const IPV6_ROUTE = '2001:db8:99::99/128';

const rows: readonly AttributeRow[] = [
  {
    attribute: 'ORIGIN',
    told: {
      FRR: /"origin":"incomplete"/,
      BIRD: /BGP\.origin: Incomplete/,
      GoBGP: /"type":1,"value":2\}/,
      ExaBGP: /"origin":"incomplete"/,
    },
  },
  {
    attribute: 'AS_PATH with a set',
    told: {
      FRR: /"65010 4200000011 \{65012,65013\}"/,
      BIRD: /BGP\.as_path: 65010 4200000011 \{65012 65013\}/,
      GoBGP:
        /"segment_type":2,"num":2,"asns":\[65010,4200000011\].*"segment_type":1,"num":2,"asns":\[65012,65013\]/,
      ExaBGP: /"as-path":\[65010,4200000011\],"as-set":\[65012,65013\]/,
    },
  },
  {
    attribute: 'NEXT_HOP of a third party',
    told: {
      FRR: /"ip":"THIRD"/,
      BIRD: /BGP\.next_hop: THIRD/,
      GoBGP: /"nexthop":"THIRD"/,
      ExaBGP: /"THIRD":\[/,
    },
  },
  {
    attribute: 'MULTI_EXIT_DISC',
    told: { FRR: /"metric":77/, BIRD: /BGP\.med: 77/, GoBGP: /"type":4,"metric":77/, ExaBGP: /"med":77/ },
  },
  {
    attribute: 'LOCAL_PREF',
    told: {
      FRR: /"locPrf":250/,
      BIRD: /BGP\.local_pref: 250/,
      GoBGP: /"type":5,"value":250/,
      ExaBGP: /"local-preference":250/,
    },
  },
  {
    attribute: 'ATOMIC_AGGREGATE',
    told: {
      FRR: /"atomicAggregate":true/,
      BIRD: /BGP\.atomic_aggr:/,
      GoBGP: /"type":6\}/,
      ExaBGP: /"atomic-aggregate":true/,
    },
  },
  {
    attribute: 'AGGREGATOR',
    told: {
      FRR: /"aggregatorAs":4200000012,"aggregatorId":"192\.0\.2\.77"/,
      BIRD: /BGP\.aggregator: 192\.0\.2\.77 AS4200000012/,
      GoBGP: /"type":7,"as":4200000012,"address":"192\.0\.2\.77"/,
      ExaBGP: /"aggregator":"4200000012:192\.0\.2\.77"/,
    },
  },
  {
    attribute: 'COMMUNITIES, a well-known one among them',
    told: {
      FRR: /"list":\["65001:1","noExport"\]/,
      BIRD: /BGP\.community: \(65001,1\) \(65535,65281\)/,
      GoBGP: /"communities":\[4259905537,4294967041\]/,
      ExaBGP: /"community":\[\[65001,1\],\[65535,65281\]\]/,
    },
  },
  {
    attribute: 'ORIGINATOR_ID and CLUSTER_LIST (RFC 4456)',
    told: {
      FRR: /"originatorId":"192\.0\.2\.88","clusterList":\{"list":\["192\.0\.2\.99"\]\}/,
      BIRD: /BGP\.originator_id: 192\.0\.2\.88\s+BGP\.cluster_list: 192\.0\.2\.99/,
      GoBGP: /"type":9,"value":"192\.0\.2\.88"\},\{"type":10,"value":\["192\.0\.2\.99"\]/,
      ExaBGP: /"originator-id":"192\.0\.2\.88","cluster-list":\["192\.0\.2\.99"\]/,
    },
  },
  {
    attribute: 'extended communities (RFC 4360)',
    told: {
      FRR: /RT:65001:100/,
      BIRD: /\(rt, 65001, 100\)/,
      GoBGP: /"type":0,"subtype":2,"value":"65001:100"/,
      ExaBGP: /"string":"target:65001:100"/,
    },
  },
  {
    attribute: 'link bandwidth',
    told: {
      FRR: /LB:65001:50000000/,
      BIRD: /\(unknown 0x4004, 65001, 1279179808\)/,
      GoBGP: /"type":64,"subtype":4,"asn":65001,"bandwidth":50000000/,
      // 0x4004fde94c3ebc20 as JSON without its last digits.
      ExaBGP: /"value":4613091096782618/,
    },
  },
  {
    attribute: 'IPv6 extended communities (RFC 5701)',
    told: {
      BIRD: /BGP\.19 \[t\]: 00 02 20 01 0d b8/,
      GoBGP: /"type":25,"value":\[\{"type":0,"subtype":2/,
      ExaBGP: /"attribute-0x19-0xC0":"0x220010DB8/,
    },
    lacks: { FRR: 'keeps them to itself' },
  },
  {
    attribute: 'large communities (RFC 8092)',
    told: {
      FRR: /"65001:1:2"/,
      BIRD: /BGP\.large_community: \(65001, 1, 2\)/,
      GoBGP: /"ASN":65001,"LocalData1":1,"LocalData2":2/,
      ExaBGP: /"large-community":\[\[65001,1,2\]\]/,
    },
  },
  {
    attribute: 'AIGP (RFC 7311)',
    told: { BIRD: /BGP\.aigp: 100/, GoBGP: /"type":26,"value":\[\{"type":1,"metric":100/ },
    lacks: { FRR: 'reads it since 8.5', ExaBGP: 'keeps it to itself' },
  },
  {
    attribute: 'OTC (RFC 9234)',
    told: {
      FRR: /"otc":65010/,
      BIRD: /BGP\.otc: 65010/,
      GoBGP: /"type":35,"value":"AAD98g=="/,
      ExaBGP: /"attribute-0x23-0xE0":"0x0000fdf2"/,
    },
  },
  {
    attribute: 'an unknown transitive attribute',
    told: {
      BIRD: /BGP\.63 \[t\]: 01 02 03/,
      GoBGP: /"flags":224,"type":99,"value":"AQID"/,
      ExaBGP: /"attribute-0x63-0xE0":"0x010203"/,
    },
    lacks: { FRR: 'keeps it to itself' },
  },
];

/** Every path attribute, as the router tells it. */
export const attributeCases: readonly Case[] = rows.map(({ attribute, told, lacks = {} }) => ({
  feature: attribute,
  lacks,
  run: async (router) => {
    const third = oursOn(router.link, 'limited').ipv4;
    const wanted = told[router.name] ?? /a pattern/;
    expect(await everything(router)).to.match(new RegExp(wanted.source.replaceAll('THIRD', third)));
  },
}));

/** What the router says of one route with every attribute; asked once. */
async function everything(router: Router): Promise<string> {
  const known = said.get(router) ?? announceEverything(router);
  said.set(router, known);
  return await known;
}

async function announceEverything(router: Router): Promise<string> {
  const texts: string[] = [];
  await withOurs(router, 'internal', {}, async ({ neighbor }) => {
    neighbor.announce(route(IPV4_ROUTE, attributesWith(oursOn(router.link, 'limited').ipv4)));
    const ipv6ExtendedCommunities = ['000220010db8000000000000000000000000000a'];
    neighbor.announce(route(IPV6_ROUTE, { ipv6ExtendedCommunities }));
    for (const prefix of [IPV4_ROUTE, IPV6_ROUTE]) {
      await eventually(`a path to ${prefix}`, async () => (await router.pathsOf(prefix))[0] ?? null);
      texts.push(await router.describe(prefix));
    }
  });
  return texts.join('\n');
}

function attributesWith(nextHop: string): RouteAttributes {
  return {
    origin: 'incomplete',
    asPath: [
      { kind: 'sequence', asns: [asn(65010), asn(4_200_000_011)] },
      { kind: 'set', asns: [asn(65012), asn(65013)] },
    ],
    nextHop: { address: ipv4(nextHop) },
    multiExitDisc: 77,
    localPref: 250,
    atomicAggregate: true,
    aggregator: { asn: asn(4_200_000_012), address: ipv4('192.0.2.77') },
    communities: [community('65001:1'), community('65535:65281')],
    originatorId: ipv4('192.0.2.88'),
    clusterList: [ipv4('192.0.2.99')],
    extendedCommunities: ['0002fde900000064', '4004fde94c3ebc20'],
    largeCommunities: ['65001:1:2'],
    aigp: 100n,
    onlyToCustomer: asn(65010),
    unknown: [{ code: 99, flags: 0xe0, value: Uint8Array.of(1, 2, 3) }],
  };
}

function ipv4(text: string): Ipv4 {
  const address = parseIpv4(text);
  if (address === null) throw new RangeError(`"${text}" is no IPv4 address`);
  return address;
}

const said = new WeakMap<Router, Promise<string>>();
