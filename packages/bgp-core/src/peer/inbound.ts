import type { Millis } from '@fairlead/inet';
import { isUnicast, unicastFamily } from '../family.ts';
import type { Family, UnicastFamily } from '../family.ts';
import type { Community, ReceivedUpdate, RouteRefresh } from '../message.ts';
import { AdjRibIn } from '../route/adjRibIn.ts';
import type { ReceivedRoute } from '../route/adjRibIn.ts';
import type { InRules } from '../route/inRules.ts';
import type { Ending } from '../session/ending.ts';
import { capability } from '../session/negotiate.ts';
import type { Session } from '../session/negotiate.ts';
import {
  endOfRibReceived,
  nothingRetained,
  refreshBegun,
  refreshEnded,
  retentionDeadline,
  retentionWoken,
  sessionEnded,
  sessionEstablished,
} from '../session/retention.ts';
import type { Retention, RetentionOrder, RetentionStep } from '../session/retention.ts';
import type { WireContext } from '../wire/context.ts';
import { importRules } from './importRules.ts';
import type { PeerSettings } from './settings.ts';

/** What comes in from a neighbour: which routes are taken, which are kept, and for how long while it is away. */
export class Inbound {
  readonly #seed: number;
  #settings: PeerSettings;
  #table: AdjRibIn | null;
  #session: { readonly agreed: Session; readonly context: WireContext } | null = null;
  #rules: InRules | null = null;
  #retention: Retention = nothingRetained;
  /** Families that the neighbour has made unusable for the rest of the session (RFC 7606 §7.11). */
  #disabled: ReadonlySet<Family> = new Set();
  /** Families of which the neighbour has said all since the session began. */
  #complete: ReadonlySet<Family> = new Set();

  constructor(settings: PeerSettings, seed: number) {
    this.#seed = seed;
    this.#settings = settings;
    this.#table = keepsRoutes(settings) ? new AdjRibIn({ seed }) : null;
  }

  /** Whether routes are looked at at all. */
  get takesRoutes(): boolean {
    return this.#rules !== null;
  }

  /** Takes new settings; `true` where the neighbour has to say all its routes again for them. */
  configure(settings: PeerSettings): boolean {
    const isTableNew = this.#table === null && keepsRoutes(settings);
    const isPolicyNew = this.#settings.importRoutes !== settings.importRoutes;
    this.#settings = settings;
    if (!keepsRoutes(settings)) this.#table = null;
    else this.#table ??= new AdjRibIn({ seed: this.#seed });
    if (isPolicyNew) this.#renewRules();
    return this.#rules !== null && (isTableNew || isPolicyNew);
  }

  established(agreed: Session, context: WireContext, now: Millis): void {
    this.#session = { agreed, context };
    this.#disabled = this.#complete = new Set();
    this.#renewRules();
    this.#retain(sessionEstablished(this.#retention, agreed, now));
  }

  ended(session: Session, ending: Ending, now: Millis): void {
    this.#session = null;
    this.#rules = null;
    this.#retain(sessionEnded(this.#retention, session, ending, now));
  }

  /** Takes in the routes of an UPDATE; the family of which there are too many now, or `null`. */
  receive(update: ReceivedUpdate): UnicastFamily | null {
    const { endOfRib } = update;
    this.#disable(update);
    if (endOfRib !== null) {
      this.#complete = new Set([...this.#complete, endOfRib]);
      this.#retain(endOfRibReceived(this.#retention, endOfRib));
    }
    if (this.#table === null || this.#rules === null || this.#session === null) return null;
    this.#table.receive(update, this.#session.context, this.#rules);
    return this.overfull();
  }

  /** Whether an UPDATE announces routes of a family that is disabled, and nothing else. */
  isIgnored(update: ReceivedUpdate): boolean {
    // Before anything of the UPDATE is read: reading costs.
    if (this.#disabled.size === 0) return false;
    const { announced, mpReach } = update;
    return mpReach !== null && this.#disabled.has(mpReach.family) && announced.length === 0;
  }

  /** The marks around an answer to our request; those of a neighbour that restarts wait for its End-of-RIB (RFC 7313 §4). */
  mark({ family, subtype }: RouteRefresh, now: Millis): void {
    if (!isUnicast(family) || this.#session?.agreed.enhancedRouteRefresh !== true) return;
    const restarts = capability(this.#session.agreed.received, 'gracefulRestart') !== null;
    if (restarts && !this.#complete.has(family)) return;
    if (subtype === 'beginningOfRouteRefresh') this.#retain(refreshBegun(this.#retention, family, now));
    else if (subtype === 'endOfRouteRefresh') this.#retain(refreshEnded(this.#retention, family));
  }

  deadline(): Millis | null {
    return retentionDeadline(this.#retention);
  }

  wake(now: Millis): void {
    this.#retain(retentionWoken(this.#retention, now));
  }

  /** How many prefixes of a family are kept. */
  prefixes(family: UnicastFamily): number {
    return this.#table?.prefixes(family) ?? 0;
  }

  /** The family of which there are too many prefixes, or `null`. */
  overfull(): UnicastFamily | null {
    const { prefixLimit } = this.#settings;
    if (prefixLimit === null) return null;
    return FAMILIES.find((family) => this.prefixes(family) > prefixLimit.maximum) ?? null;
  }

  /** The routes of a family that are kept; those of a neighbour that is away for long say so (RFC 9494 §4.2). */
  *routes(family: UnicastFamily): IterableIterator<ReceivedRoute> {
    const isLastResort = this.#retention.families.get(family)?.isLastResort === true;
    for (const route of this.#table?.routes(family) ?? []) {
      yield isLastResort && route.isStale ? asLastResort(route) : route;
    }
  }

  #renewRules(): void {
    const { importRoutes } = this.#settings;
    const rules = this.#session === null ? null : importRules(this.#session.agreed, importRoutes);
    this.#rules = rules === null ? null : withoutFamilies(rules, this.#disabled);
    if (this.#session === null || this.#rules !== null) return;
    for (const family of FAMILIES) this.#table?.clear(family);
  }

  #disable({ errors }: ReceivedUpdate): void {
    for (const { severity, family } of errors) {
      if (severity !== 'afiSafiDisable' || family === null) continue;
      this.#disabled = new Set([...this.#disabled, family]);
      if (isUnicast(family)) this.#table?.clear(family);
      this.#renewRules();
    }
  }

  #retain({ retention, orders }: RetentionStep): void {
    this.#retention = retention;
    for (const order of orders) this.#carryOut(order);
  }

  #carryOut({ kind, family }: RetentionOrder): void {
    if (!isUnicast(family)) return;
    switch (kind) {
      case 'remove':
        this.#table?.clear(family);
        return;
      case 'markStale':
        this.#table?.markStale(family);
        return;
      case 'removeStale':
        this.#table?.removeStale(family);
        return;
      case 'markLongLivedStale':
        this.#table?.removeStale(family, NO_LLGR);
    }
  }
}

function keepsRoutes({ adjRibIn, prefixLimit }: PeerSettings): boolean {
  return adjRibIn || prefixLimit !== null;
}

function withoutFamilies(rules: InRules, disabled: ReadonlySet<Family>): InRules {
  if (disabled.size === 0) return rules;
  const accepts: InRules['accepts'] = (prefix, attributes) =>
    !disabled.has(unicastFamily(prefix)) && rules.accepts?.(prefix, attributes) !== false;
  return { admit: rules.admit, accepts };
}

function asLastResort(route: ReceivedRoute): ReceivedRoute {
  const { attributes } = route;
  const communities: readonly Community[] = [...(attributes.communities ?? []), LLGR_STALE];
  return { ...route, attributes: { ...attributes, communities } };
}

const FAMILIES = ['ipv4/unicast', 'ipv6/unicast'] as const;
/** RFC 9494 §4.1 */
const LLGR_STALE: Community = 0xffff0006;
const NO_LLGR: Community = 0xffff0007;
