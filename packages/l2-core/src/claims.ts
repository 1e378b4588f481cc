import { familyOf, ipv4ToNumber, isIpv4, macFromNumber, macToNumber, millis } from '@fairlead/inet';
import type { IpAddress, IpFamily, Ipv6, MacAddress, Millis } from '@fairlead/inet';
import { claimOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { ClaimTable } from './claimTable.ts';
import type { ResponderEvent } from './event.ts';
import { writeArpProbe, writeGratuitousArp, writeSuccessorArp } from './frame/arpFrame.ts';
import {
  writeDuplicateDetection,
  writeSuccessorAdvertisement,
  writeUnsolicitedAdvertisement,
} from './frame/neighborFrame.ts';
import type { ClaimAction, ClaimReport } from './machine/action.ts';
import { affordableAt, fullBudget, isAffordable, refilled, spent } from './machine/budget.ts';
import type { Budget } from './machine/budget.ts';
import type { ClaimEvent } from './machine/event.ts';
import { SolicitedNodeGroups } from './machine/group.ts';
import { Schedule } from './machine/schedule.ts';
import type { ClaimSettings } from './machine/settings.ts';
import { nextDeadline } from './machine/state.ts';
import { begin, step } from './machine/step.ts';
import type { ClaimStep } from './machine/step.ts';
import type { OwnedAddress, Settings } from './options.ts';
import type { Link } from './responder.ts';
import { FrameBuffer } from './wire/frameBuffer.ts';
import { wordsOf } from './wire/ipv6Words.ts';

/** All claims of one link: their machines, one schedule and one budget for what they send unasked. */
export class Claims {
  readonly table: ClaimTable = new ClaimTable();
  /** Frames to send, by the family that they are about. */
  readonly frames: Readonly<Record<IpFamily, FrameBuffer>> = {
    ipv4: new FrameBuffer(),
    ipv6: new FrameBuffer(),
  };
  readonly #settings: Settings;
  readonly #schedule = new Schedule<Claim>();
  readonly #groups = new SolicitedNodeGroups();
  #link: Link;
  #linkMac: number;
  #budget: Budget;
  readonly #shared = new Map<string, ClaimSettings>();
  #events: ResponderEvent[] = [];
  #unasked = 0;

  constructor(link: Link, settings: Settings, now: Millis) {
    this.#settings = settings;
    this.#link = link;
    this.#linkMac = macToNumber(link.mac);
    this.#budget = fullBudget(settings.packetsPerSecond, now);
  }

  get link(): Link {
    return this.#link;
  }

  get linkMac(): number {
    return this.#linkMac;
  }

  /** Frames sent so far that nobody asked for. */
  get unasked(): number {
    return this.#unasked;
  }

  replace(addresses: readonly OwnedAddress[], now: Millis): void {
    const wanted = new Set(addresses.map(({ address }) => address));
    for (const { address } of this.table) if (!wanted.has(address)) this.release(address, null);
    for (const each of addresses) this.claim(each, now);
  }

  claim(owned: OwnedAddress, now: Millis): void {
    const existing = this.#find(owned.address);
    if (existing === null) this.#add(owned, now);
    else this.#change(existing, owned, now);
  }

  release(address: IpAddress, successor: MacAddress | null): void {
    const claim = this.#find(address);
    if (claim === null) return;
    const wasOwner = claim.state.kind === 'announcing' || claim.state.kind === 'settled';
    this.table.remove(claim);
    this.#schedule.set(claim, null);
    if (claim.family === 'ipv6') this.#tellGroup('leaveGroup', this.#groups.remove(claim.value));
    if (successor === null || !wasOwner || !isAffordable(this.#budget)) return;
    this.#writeSuccessor(claim, macToNumber(successor));
  }

  linkChanged(link: Link, now: Millis): void {
    const mac = macToNumber(link.mac);
    const hasOtherMac = mac !== this.#linkMac;
    const wasUp = this.#link.isUp;
    this.#link = link;
    this.#linkMac = mac;
    for (const claim of this.table) if (!claim.isVirtual) claim.mac = mac;
    if (wasUp && !link.isUp) this.#stepAll(() => ({ kind: 'linkDown' }), now);
    if (link.isUp && (!wasUp || hasOtherMac)) {
      this.#stepAll(() => ({ kind: 'linkUp', random: this.#settings.random() }), now);
    }
  }

  deadlineReached(now: Millis): void {
    this.#budget = refilled(this.#budget, now);
    for (;;) {
      const claim = this.#schedule.first;
      if (claim === null || claim.due > now || !isAffordable(this.#budget)) return;
      this.step(claim, { kind: 'deadlineReached', random: this.#settings.random() }, now);
    }
  }

  nextDeadline(): Millis | null {
    const first = this.#schedule.first;
    if (first === null) return null;
    return millis(Math.max(first.due, affordableAt(this.#budget)));
  }

  step(claim: Claim, event: ClaimEvent, now: Millis): void {
    this.#take(claim, step(claim.state, event, this.#withinBudget(claim.settings), now));
  }

  takeEvents(): readonly ResponderEvent[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  #add(owned: OwnedAddress, now: Millis): void {
    const settings = this.#settingsFor(owned);
    const start = { isUp: this.#link.isUp, probe: owned.probe ?? false, random: this.#settings.random() };
    const begun = begin(start, settings, now);
    const claim = claimOf(owned, this.#linkMac, settings, begun.state, now);
    this.table.add(claim);
    if (claim.family === 'ipv6') this.#tellGroup('joinGroup', this.#groups.add(claim.value));
    this.#take(claim, begun);
    this.deadlineReached(now);
  }

  /** A new MAC is announced; a yielded address is claimed anew when the policy is no longer to yield. */
  #change(claim: Claim, owned: OwnedAddress, now: Millis): void {
    const settings = this.#settingsFor(owned);
    const mac = owned.mac === undefined ? this.#linkMac : macToNumber(owned.mac);
    const isReclaimed =
      claim.state.kind === 'yielded' && claim.settings.conflict === 'yield' && settings.conflict !== 'yield';
    const isMoved = mac !== claim.mac;
    claim.isVirtual = owned.mac !== undefined;
    claim.mac = mac;
    claim.settings = settings;
    if (isReclaimed) {
      const random = this.#settings.random();
      this.#take(claim, begin({ isUp: this.#link.isUp, probe: owned.probe ?? false, random }, settings, now));
    } else if (isMoved && this.#link.isUp) {
      this.step(claim, { kind: 'linkUp', random: this.#settings.random() }, now);
    }
    this.deadlineReached(now);
  }

  /** Claims of one kind share their settings. */
  #settingsFor({ address, conflict = this.#settings.conflict }: OwnedAddress): ClaimSettings {
    const family = familyOf(address);
    const key = `${family} ${conflict}`;
    const { burst, refresh, probe } = this.#settings;
    const settings = this.#shared.get(key) ?? { conflict, burst, refresh, probe: probe[family] };
    this.#shared.set(key, settings);
    return settings;
  }

  /** Refreshing may take half of the budget, so that a takeover never waits behind it. */
  #withinBudget(settings: ClaimSettings): ClaimSettings {
    const shortest = (4000 * this.table.size) / this.#settings.packetsPerSecond;
    if (settings.refresh === null || settings.refresh >= shortest) return settings;
    return { ...settings, refresh: millis(shortest) };
  }

  #find(address: IpAddress): Claim | null {
    return isIpv4(address) ? this.table.ipv4(ipv4ToNumber(address)) : this.table.ipv6(wordsOf(address));
  }

  #stepAll(event: () => ClaimEvent, now: Millis): void {
    for (const claim of this.table) this.step(claim, event(), now);
    this.deadlineReached(now);
  }

  #take(claim: Claim, { state, actions }: ClaimStep): void {
    claim.state = state;
    this.#schedule.set(claim, nextDeadline(state));
    for (const action of actions) this.#carryOut(claim, action);
  }

  #carryOut(claim: Claim, action: ClaimAction): void {
    const { vlan } = this.#link;
    switch (action.kind) {
      case 'probe':
        if (claim.family === 'ipv4') writeArpProbe(this.frames.ipv4, vlan, claim);
        else writeDuplicateDetection(this.frames.ipv6, vlan, claim);
        this.#account(claim, 1);
        return;
      case 'announce':
        if (claim.family === 'ipv4') writeGratuitousArp(this.frames.ipv4, vlan, claim);
        else writeUnsolicitedAdvertisement(this.frames.ipv6, vlan, claim);
        this.#account(claim, claim.family === 'ipv4' ? 2 : 1);
        return;
      case 'report':
        this.#events.push(eventOf(claim.address, action.report));
    }
  }

  #writeSuccessor(claim: Claim, successor: number): void {
    const { vlan } = this.#link;
    if (claim.family === 'ipv4') writeSuccessorArp(this.frames.ipv4, vlan, claim, successor);
    else writeSuccessorAdvertisement(this.frames.ipv6, vlan, claim, successor);
    this.#account(claim, 1);
  }

  /** Frames that nobody asked for. */
  #account(claim: Claim, frames: number): void {
    claim.unasked += frames;
    this.#unasked += frames;
    this.#budget = spent(this.#budget, frames);
  }

  #tellGroup(kind: 'joinGroup' | 'leaveGroup', group: Ipv6 | null): void {
    if (group !== null) this.#events.push({ kind, group });
  }
}

function eventOf(address: IpAddress, report: ClaimReport): ResponderEvent {
  return report.kind === 'owned'
    ? { kind: 'owned', address }
    : { kind: report.kind, address, mac: macFromNumber(report.mac) };
}
