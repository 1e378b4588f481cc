import { asn, parsePrefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PathAttributes, UnicastFamily } from '@fairlead/bgp-core/wire';
import { AdjRibOut } from '../../src/route/adjRibOut.ts';
import type { OutSession } from '../../src/route/outSession.ts';
import type { RouteAttributes } from '../../src/route/route.ts';
import { addPath, context } from '../support/context.ts';
import { nameOf, TestPeer } from '../support/peer.ts';
import { hop, session } from '../support/session.ts';

describe('the Adj-RIB-Out, whatever happens in whatever order', () => {
  it('leaves the peer with the routes that are wanted, and marks the end of each full set', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const run = new Run();
        for (const next of steps) run.take(next);
        run.finish();
      }),
      { numRuns: 500 },
    );
  });
});

const route = fc.record({ prefix: fc.nat(5), pathId: fc.nat(2), attributes: fc.nat(4) });

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('announce' as const), route }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), route }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('advertise' as const),
      family: fc.constantFrom<UnicastFamily>('ipv4/unicast', 'ipv6/unicast'),
      routes: fc.array(route, { maxLength: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pull' as const), times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('up' as const), session: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), host: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'down' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'refresh' as const }) },
);

/** The table, the peer, and a model of what the peer should have. */
class Run {
  readonly #rib = new AdjRibOut();
  readonly #wanted = new Map<
    string,
    { readonly prefix: Prefix; readonly pathId: number; readonly set: number }
  >();
  #session: OutSession | null = null;
  #peer: TestPeer | null = null;

  take(next: Step): void {
    switch (next.kind) {
      case 'announce': {
        const { prefix, pathId, attributes } = next.route;
        const wanted = this.#wanted.get(`${prefixes[prefix] ?? ''} ${pathId}`);
        const changed = this.#rib.announce(routeOf(next.route));
        expect(changed).to.equal(wanted?.set !== attributes);
        this.#want(next.route);
        return;
      }
      case 'withdraw': {
        const { prefix, pathId } = routeOf(next.route);
        expect(this.#rib.withdraw(prefix, pathId)).to.equal(this.#wanted.delete(`${prefix} ${pathId}`));
        return;
      }
      case 'advertise':
        this.#advertise(next.family, next.routes);
        return;
      case 'pull':
        this.#peer?.pull(this.#rib, { octets: 1, times: next.times });
        return;
      case 'up':
        this.#session = sessions[next.session] ?? session();
        this.#peer = new TestPeer(this.#session.context);
        this.#rib.established(this.#session);
        return;
      case 'renew':
        this.#renew(next.host);
        return;
      case 'down':
        this.#rib.disconnected();
        this.#peer = null;
        return;
      case 'refresh':
        this.#rib.refresh('ipv4/unicast');
        return;
    }
  }

  finish(): void {
    if (this.#peer === null || this.#session === null) {
      expect(this.#rib.next(65536)).to.equal(null);
      return;
    }
    this.#peer.pull(this.#rib);
    expect([...this.#peer.routes].sort()).to.deep.equal([...this.#expected(this.#session)].sort());
    expect(this.#rib.pending).to.equal(0);
    const ends = this.#peer.log.filter((entry) => entry.startsWith('endOfRib'));
    expect(ends.sort()).to.deep.equal(['endOfRib ipv4/unicast', 'endOfRib ipv6/unicast']);
    const marks = this.#peer.log.filter((entry) => entry.endsWith('OfRouteRefresh ipv4/unicast'));
    expect(marks.filter((entry) => entry.startsWith('end')).length).to.be.at.most(marks.length / 2);
    expect(marks.at(-1) ?? 'endOfRouteRefresh ipv4/unicast').to.equal('endOfRouteRefresh ipv4/unicast');
    const again = [...this.#rib.routes('ipv4/unicast'), ...this.#rib.routes('ipv6/unicast')];
    expect(again.map(({ prefix, pathId = 0 }) => `${prefix} ${pathId}`).sort()).to.deep.equal(
      [...this.#wanted.keys()].sort(),
    );
  }

  /** Routes that name no next hop point elsewhere from now on. */
  #renew(host: number): void {
    if (this.#session === null || this.#peer === null) return;
    const nextHopSelf = {
      'ipv4/unicast': hop(`192.0.2.${host + 1}`),
      'ipv6/unicast': hop(`2001:db8::${host + 1}`),
    };
    this.#session = { ...this.#session, nextHopSelf };
    this.#rib.renew(this.#session);
  }

  #advertise(family: UnicastFamily, routes: readonly RouteNumbers[]): void {
    const own = routes.filter(({ prefix }) => familyOf(prefix) === family);
    this.#rib.advertise(family, own.map(routeOf));
    for (const [name, { prefix }] of this.#wanted) {
      if ((prefix.includes(':') ? 'ipv6/unicast' : 'ipv4/unicast') === family) this.#wanted.delete(name);
    }
    own.forEach((numbers) => {
      this.#want(numbers);
    });
  }

  #want({ prefix: number, pathId, attributes: set }: RouteNumbers): void {
    const prefix = prefixes[number] ?? never();
    this.#wanted.set(`${prefix} ${pathId}`, { prefix, pathId, set });
  }

  /** With ADD-PATH all paths, without it the one with the lowest identifier. */
  #expected(session: OutSession): ReadonlyMap<string, PathAttributes> {
    const { addPath } = session.context;
    const expected = new Map<string, PathAttributes>();
    const descending = [...this.#wanted.values()].sort((a, b) => b.pathId - a.pathId);
    for (const { prefix, pathId, set } of descending) {
      const family = prefix.includes(':') ? 'ipv6/unicast' : 'ipv4/unicast';
      const name = nameOf({ prefix, pathId: addPath.send.has(family) ? pathId : null });
      const attributes = received(sets[set] ?? never(), session, family);
      if (attributes !== null) expected.set(name, attributes);
      else if (!addPath.send.has(family)) expected.delete(name);
    }
    return expected;
  }
}

type RouteNumbers = typeof route extends fc.Arbitrary<infer T> ? T : never;

const sets: readonly RouteAttributes[] = [
  {},
  { multiExitDisc: 7, communities: [1, 2] },
  { prepend: 2 },
  { nextHop: hop('2001:db8::99') },
  // An external peer sees the first of these sets.
  { localPref: 50 },
];

/** What the peer sees of a set; `null` where it is withheld: routes of IPv4 over an IPv6 next hop. */
function received(
  { prepend = 0, nextHop, multiExitDisc, communities }: RouteAttributes,
  { nextHopSelf }: OutSession,
  family: UnicastFamily,
): PathAttributes | null {
  if (family === 'ipv4/unicast' && nextHop !== undefined) return null;
  const asns = new Array(prepend + 1).fill(asn(65001));
  return {
    origin: 'igp',
    asPath: [{ kind: 'sequence', asns }],
    nextHop: nextHop ?? nextHopSelf[family] ?? never(),
    ...(multiExitDisc !== undefined && { multiExitDisc }),
    ...(communities !== undefined && { communities }),
  };
}

const sessions: readonly OutSession[] = [
  session(),
  session({ enhancedRouteRefresh: true }),
  session({ context: context(addPath('ipv4/unicast', 'ipv6/unicast')) }),
  session({ context: context(addPath('ipv4/unicast')), enhancedRouteRefresh: true }),
];

const prefixes: readonly Prefix[] = [
  '10.0.0.0/24',
  '10.0.1.0/24',
  '192.0.2.7/32',
  '2001:db8:1::/48',
  '2001:db8:2::1/128',
  '0.0.0.0/0',
].map((text) => {
  const parsed = parsePrefix(text);
  return parsed.ok ? parsed.value : never();
});

function familyOf(prefix: number): UnicastFamily {
  return prefixes[prefix]?.includes(':') === true ? 'ipv6/unicast' : 'ipv4/unicast';
}

function routeOf({ prefix, pathId, attributes }: RouteNumbers): {
  readonly prefix: Prefix;
  readonly pathId: number;
  readonly attributes: RouteAttributes;
} {
  return { prefix: prefixes[prefix] ?? never(), pathId, attributes: { ...(sets[attributes] ?? never()) } };
}

function never(): never {
  throw new Error('no such number');
}
