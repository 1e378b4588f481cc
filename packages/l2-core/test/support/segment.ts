import { millis, parseIpAddress, parseMac } from '@fairlead/inet';
import type { IpAddress, MacAddress, Millis } from '@fairlead/inet';
import { Responder } from '@fairlead/l2-core';
import type { OwnedAddress, ResponderEvent, ResponderOptions, Verdict } from '@fairlead/l2-core';

export function mac(text: string): MacAddress {
  return parseMac(text) ?? fail(text);
}

export function address(text: string): IpAddress {
  return parseIpAddress(text) ?? fail(text);
}

export function owned(...texts: readonly string[]): readonly OwnedAddress[] {
  return texts.map((text) => ({ address: address(text) }));
}

/** A responder on a virtual clock. */
export class TestHost {
  readonly responder: Responder;
  readonly mac: MacAddress;
  now: Millis = millis(0);

  constructor(macText: string, options: ResponderOptions = {}, vlan: number | null = null) {
    this.mac = mac(macText);
    this.responder = new Responder({ mac: this.mac, isUp: true, vlan }, this.now, {
      random: () => 0.5,
      ...options,
    });
  }

  own(addresses: readonly OwnedAddress[]): readonly Uint8Array[] {
    this.responder.own(addresses, this.now);
    return this.takeFrames();
  }

  receive(frame: Uint8Array): Verdict {
    return this.responder.receive(frame, 0, frame.length, this.now);
  }

  /** The frames that a received one is answered by. */
  answer(frame: Uint8Array): readonly Uint8Array[] {
    this.receive(frame);
    return this.takeFrames();
  }

  /** Lets time pass; answers the frames sent meanwhile, each with its time. */
  pass(span: number): readonly { readonly at: number; readonly frame: Uint8Array }[] {
    const end = this.now + span;
    const sent: { at: number; frame: Uint8Array }[] = [];
    for (;;) {
      const deadline = this.responder.nextDeadline();
      if (deadline === null || deadline > end) break;
      this.now = millis(Math.max(this.now, deadline));
      this.responder.deadlineReached(this.now);
      sent.push(...this.takeFrames().map((frame) => ({ at: this.now, frame })));
    }
    this.now = millis(end);
    return sent;
  }

  takeFrames(): readonly Uint8Array[] {
    const { ipv4, ipv6 } = this.responder.frames;
    if (ipv4.count + ipv6.count === 0) return NONE;
    const frames = [...ipv4.frames(), ...ipv6.frames()];
    ipv4.clear();
    ipv6.clear();
    return frames;
  }

  takeEvents(): readonly ResponderEvent[] {
    return this.responder.takeEvents();
  }
}

const NONE: readonly Uint8Array[] = [];

function fail(text: string): never {
  throw new TypeError(`"${text}" is none`);
}
