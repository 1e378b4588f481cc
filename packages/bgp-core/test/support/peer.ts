import { Decoder, Framer } from '@fairlead/bgp-core/wire';
import type {
  DecodedMessage,
  MpReach,
  NextHop,
  Nlri,
  PathAttributes,
  WireContext,
} from '@fairlead/bgp-core/wire';
import type { AdjRibOut } from '../../src/route/adjRibOut.ts';

/** The other end of a session: reads what it is sent and remembers the routes, in the plainest way. */
export class TestPeer {
  /** What was received, in order: `update`, `endOfRib ipv4/unicast`, `beginningOfRouteRefresh ipv4/unicast`, ... */
  readonly log: string[] = [];
  readonly routes = new Map<string, PathAttributes>();
  readonly #framer = new Framer();
  readonly #decoder: Decoder;
  readonly #context: WireContext;

  constructor(context: WireContext) {
    this.#context = context;
    this.#decoder = new Decoder(context);
  }

  /** Takes messages until there are none, or as often as is said. */
  pull(rib: AdjRibOut, { octets = 65536, times = Infinity }: { octets?: number; times?: number } = {}): this {
    for (let i = 0; i < times; i++) {
      const chunk = rib.next(octets);
      if (chunk === null) break;
      this.receive(chunk);
    }
    return this;
  }

  receive(chunk: Uint8Array): void {
    this.#framer.push(chunk);
    for (
      let next = this.#framer.next(this.#context);
      next !== null;
      next = this.#framer.next(this.#context)
    ) {
      if (next.kind === 'protocolError') throw new Error(next.text);
      const message = this.#decoder.decode(next);
      if (message.kind === 'protocolError') throw new Error(message.text);
      this.#take(message);
    }
  }

  #take(message: DecodedMessage): void {
    if (message.kind === 'routeRefresh') this.log.push(`${message.subtype} ${message.family}`);
    if (message.kind !== 'update') return;
    if (message.errors.length > 0) throw new Error(message.errors[0]?.text);
    this.log.push(message.endOfRib === null ? 'update' : `endOfRib ${message.endOfRib}`);
    for (const nlri of message.withdrawn) this.#withdraw(nlri);
    for (const unreach of message.mpUnreach)
      if (unreach.kind === 'unicast') unreach.withdrawn.forEach(this.#withdraw);
    for (const nlri of message.announced) this.#announce(nlri, message.attributes);
    if (message.mpReach !== null) this.#reach(message.mpReach, message.attributes);
  }

  #reach(reach: MpReach, attributes: PathAttributes): void {
    if (reach.kind === 'raw') return;
    const nextHop: NextHop = reach.nextHop;
    for (const nlri of reach.announced) this.#announce(nlri, { ...attributes, nextHop });
  }

  #announce(nlri: Nlri, attributes: PathAttributes): void {
    this.routes.set(nameOf(nlri), attributes);
  }

  /** A withdrawal of what was never announced is a fault of the sender. */
  readonly #withdraw = (nlri: Nlri): void => {
    if (!this.routes.delete(nameOf(nlri))) throw new Error(`${nameOf(nlri)} is withdrawn and was not there`);
  };
}

/** How the test peer names a path: `10.0.0.0/24`, or `10.0.0.0/24 7` with ADD-PATH. */
export function nameOf({ prefix, pathId }: Nlri): string {
  return pathId === null ? prefix : `${prefix} ${pathId}`;
}
