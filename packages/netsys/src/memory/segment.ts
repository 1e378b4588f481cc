/** A wire that any number of interfaces in memory are on; frames arrive in order, in a later turn of the event loop. */
export class MemorySegment {
  readonly #ports = new Set<(frame: Uint8Array) => void>();

  /** Plugs in a receiver; the answer sends a frame to all others. */
  plug(receive: (frame: Uint8Array) => void): {
    readonly send: (frame: Uint8Array) => void;
    readonly unplug: () => void;
  } {
    this.#ports.add(receive);
    return {
      send: (frame) => {
        const copy = frame.slice();
        setImmediate(() => {
          for (const port of this.#ports) if (port !== receive) port(copy);
        });
      },
      unplug: () => this.#ports.delete(receive),
    };
  }
}
