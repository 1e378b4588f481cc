import type { Millis } from '@fairlead/inet';
import { isUnicast, unicastFamily } from '../family.ts';
import type { Family, UnicastFamily } from '../family.ts';
import type { Community, ReceivedUpdate, RouteRefresh } from '../message.ts';
import { AdjRibIn } from '../route/adjRibIn.ts';
import type { ReceivedRoute } from '../route/adjRibIn.ts';
import type { InRules } from '../route/inRules.ts';
import type { Ending } from '../session/ending.ts';
import type { Session } from '../session/negotiate.ts';
import {
  endOfRibReceived,
  nothingRetained,
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
    this.#disabled = new Set();
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
    this.#disable(update);
    if (update.endOfRib !== null) this.#retain(endOfRibReceived(this.#retention, update.endOfRib));
    if (this.#table === null || this.#rules === null || this.#session === null) return null;
    this.#table.receive(update, this.#session.context, this.#rules);
    return this.#overfull();
  }

  /** The marks around an answer to our request (RFC 7313 §4). */
  mark({ family, subtype }: RouteRefresh): void {
    if (!isUnicast(family) || this.#session?.agreed.enhancedRouteRefresh !== true) return;
    if (subtype === 'beginningOfRouteRefresh') this.#table?.markStale(family);
    else if (subtype === 'endOfRouteRefresh') this.#table?.removeStale(family);
  }

  deadline(): Millis | null {
    return retentionDeadline(this.#retention);
  }

  wake(now: Millis): void {
    this.#retain(retentionWoken(this.#retention, now));
  }

  size(family: UnicastFamily): number {
    return this.#table?.size(family) ?? 0;
  }

  /** The routes of a family that are kept; those of a neighbour that is away for long say so (RFC 9494 §4.2). */
  *routes(family: UnicastFamily): IterableIterator<ReceivedRoute> {
    const isLongLived = this.#retention.families.get(family)?.kind === 'longLivedStale';
    for (const route of this.#table?.routes(family) ?? []) {
      if (!isLongLived || !route.isStale) yield route;
      else if (route.attributes.communities?.includes(NO_LLGR) !== true) yield asLastResort(route);
    }
  }

  #renewRules(): void {
    const { importRoutes } = this.#settings;
    this.#rules = this.#session === null ? null : importRules(this.#session.agreed, importRoutes);
    if (this.#session === null || this.#rules !== null) return;
    for (const family of FAMILIES) this.#table?.clear(family);
  }

  #disable({ errors }: ReceivedUpdate): void {
    for (const { severity, family } of errors) {
      if (severity !== 'afiSafiDisable' || family === null || this.#rules === null) continue;
      this.#disabled = new Set([...this.#disabled, family]);
      if (isUnicast(family)) this.#table?.clear(family);
      const { accepts, admit } = this.#rules;
      const isUsable: InRules['accepts'] = (prefix, attributes) =>
        !this.#disabled.has(unicastFamily(prefix)) && accepts?.(prefix, attributes) !== false;
      this.#rules = { admit, accepts: isUsable };
    }
  }

  #overfull(): UnicastFamily | null {
    const { prefixLimit } = this.#settings;
    if (prefixLimit === null) return null;
    return FAMILIES.find((family) => this.size(family) > prefixLimit.maximum) ?? null;
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
    }
  }
}

function keepsRoutes({ adjRibIn, prefixLimit }: PeerSettings): boolean {
  return adjRibIn || prefixLimit !== null;
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
