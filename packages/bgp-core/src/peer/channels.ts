import type { Connection } from '../session/peering.ts';
import { Channel } from './channel.ts';
import type { Endpoints, SentMessage } from './channel.ts';

/** The channels of a peer's connections, of which there are two at most. */
export class Channels {
  readonly #channels = new Map<number, Channel>();

  open({ id }: Connection, endpoints: Endpoints): void {
    this.#channels.set(id, new Channel(endpoints));
  }

  of(connection: Connection | null): Channel | null {
    return connection === null ? null : (this.#channels.get(connection.id) ?? null);
  }

  /** Whether there was a channel to send over. */
  send(connection: Connection | null, message: SentMessage): boolean {
    const channel = this.of(connection);
    channel?.send(message);
    return channel !== null;
  }

  /** What was sent over the channel and not taken yet. */
  close({ id }: Connection): Uint8Array | null {
    const last = this.#channels.get(id)?.take() ?? null;
    this.#channels.delete(id);
    return last;
  }
}
