import { join } from 'node:path';
import type { FuzzTarget } from '@fairlead/testing';
import { admit, Decoder, encode, Framer, initialContext } from '@fairlead/bgp-core/wire';
import type {
  DecodedMessage,
  Family,
  PeerType,
  ProtocolError,
  ReceivedUpdate,
  WireContext,
} from '@fairlead/bgp-core/wire';
import { AdjRibIn } from '../../src/route/adjRibIn.ts';
import { hex } from '../support/octets.ts';
import { readVectors } from '../support/vectors.ts';
import { generateMessage, repairMessages } from './shape.ts';

/**
 * Octets from a peer. The first octet of an input says what was agreed on, the second how the rest is cut into chunks.
 * Nothing throws; any chunking gives the same messages; what is accepted can be encoded in as many octets, and is then
 * accepted as the same.
 */
export const bgp: FuzzTarget = {
  name: 'bgp',
  crashes: join(import.meta.dirname, '../malformed'),
  seeds: () =>
    ['rfc.hex', 'daemons.hex'].flatMap((file) =>
      readVectors(file).flatMap(({ octets, context }) => [
        withPrefix(flagsOf(context), octets),
        withPrefix(1, octets),
      ]),
    ),
  generate: (random) => withPrefix(random.below(256), generateMessage(random)),
  repair: (input) => Uint8Array.of(...input.subarray(0, 2), ...repairMessages(input.subarray(2))),
  run: (input) => {
    const [flags = 0, cut = 0] = input;
    const context = contextOf(flags);
    const stream = input.subarray(2);
    const whole = receive([stream], context);
    if (cut < CHUNKED) checkChunks(whole, chunks(stream, 1 + (cut % 97)), context);
    const rib = new AdjRibIn({ seed: cut });
    for (const received of whole) checkMessage(received, rib, context);
  },
};

function checkChunks(whole: readonly Received[], parts: readonly Uint8Array[], context: WireContext): void {
  requireSame(
    'messages in chunks',
    whole.map(({ message }) => signature(message)),
    receive(parts, context).map(({ message }) => signature(message)),
  );
}

function checkMessage({ message, length }: Received, rib: AdjRibIn, context: WireContext): void {
  if (message.kind === 'protocolError') {
    if (message.severity !== 'sessionReset') throw new Error(`a message is refused with ${message.severity}`);
    return;
  }
  if (message.kind === 'update') checkUpdate(message, rib, context);
  if (message.kind === 'update' && message.errors.length > 0) return;
  const once = encode(message, context);
  requireSame('lengths', [once.length], [length]);
  const [again, ...more] = receive([once], context);
  if (again === undefined || again.message.kind === 'protocolError' || more.length > 0) {
    throw new Error('what is encoded is not accepted');
  }
  if (Buffer.compare(once, encode(again.message, context)) !== 0)
    throw new Error('octets encoded twice differ');
}

function checkUpdate(update: ReceivedUpdate, rib: AdjRibIn, context: WireContext): void {
  const seen = { withdrawn: 0, announced: 0 };
  update.visitWithdrawn({ ipv4: () => seen.withdrawn++, ipv6: () => seen.withdrawn++ });
  update.visitAnnounced({ ipv4: () => seen.announced++, ipv6: () => seen.announced++ });
  const plain = update.detach();
  const unreach = plain.mpUnreach.flatMap((part) => (part.kind === 'unicast' ? part.withdrawn : []));
  const reach = plain.mpReach?.kind === 'unicast' ? plain.mpReach.announced : [];
  requireSame(
    'destinations',
    [seen.withdrawn, seen.announced],
    [plain.withdrawn.length + unreach.length, plain.announced.length + reach.length],
  );
  if (update.endOfRib !== null && seen.withdrawn + seen.announced > 0)
    throw new Error('an End-of-RIB has routes');
  admit(plain.attributes, context);
  rib.receive(update, context);
  const kept = rib.size('ipv4/unicast') + rib.size('ipv6/unicast');
  if (kept !== [...rib.routes('ipv4/unicast'), ...rib.routes('ipv6/unicast')].length)
    throw new Error('routes are miscounted');
}

interface Received {
  readonly message: DecodedMessage | ProtocolError;
  /** How many octets the message had. */
  readonly length: number;
}

function receive(parts: readonly Uint8Array[], context: WireContext): readonly Received[] {
  const framer = new Framer();
  const decoder = new Decoder(context);
  const received: Received[] = [];
  for (const part of parts) {
    framer.push(part);
    for (let next = framer.next(context); next !== null; next = framer.next(context)) {
      if (next.kind === 'protocolError') received.push({ message: next, length: 0 });
      else received.push({ message: decoder.decode(next), length: next.end - next.start });
    }
  }
  return received;
}

function signature(message: DecodedMessage | ProtocolError): string {
  if (message.kind === 'protocolError') return `${message.code}/${message.subcode} ${hex(message.data)}`;
  return JSON.stringify(message.kind === 'update' ? message.detach() : message, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

function requireSame(what: string, expected: readonly unknown[], found: readonly unknown[]): void {
  if (expected.length !== found.length || expected.some((value, index) => value !== found[index])) {
    throw new Error(`${what} differ`);
  }
}

function chunks(stream: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
    stream.slice(index * size, (index + 1) * size),
  );
}

function withPrefix(flags: number, octets: Uint8Array): Uint8Array {
  return Uint8Array.of(flags, octets.length & 0xff, ...octets);
}

/** How many values of the second octet ask for the same in chunks, which costs as much as all else. */
const CHUNKED = 97;
const contexts: (WireContext | undefined)[] = [];

function contextOf(flags: number): WireContext {
  return (contexts[flags] ??= newContext(flags));
}

function newContext(flags: number): WireContext {
  const families = new Set<Family>();
  if ((flags & 2) !== 0) families.add('ipv4/unicast');
  if ((flags & 4) !== 0) families.add('ipv6/unicast');
  const peerTypes: readonly PeerType[] = ['ebgp', 'ibgp', 'confed', 'ebgp'];
  return {
    ...initialContext,
    peerType: peerTypes[(flags >> 4) & 3] ?? 'ebgp',
    fourOctetAs: (flags & 1) !== 0,
    extendedMessages: (flags & 8) !== 0,
    addPath: { receive: families, send: families },
  };
}

function flagsOf({ fourOctetAs, addPath, extendedMessages, peerType }: WireContext): number {
  return (
    Number(fourOctetAs) |
    (addPath.receive.has('ipv4/unicast') ? 2 : 0) |
    (addPath.receive.has('ipv6/unicast') ? 4 : 0) |
    (extendedMessages ? 8 : 0) |
    (peerType === 'ibgp' ? 16 : peerType === 'confed' ? 32 : 0)
  );
}
