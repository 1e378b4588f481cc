import type { Socket } from 'node:net';
import type { ListenAddress, Listener, SocketFactory, SocketOptions } from './socketFactory.ts';

/** All addresses where a speaker takes calls. */
export class Listeners {
  readonly #sockets: SocketFactory;
  readonly #expected = new Map<string, SocketOptions>();
  #listeners: Listener[] = [];

  constructor(sockets: SocketFactory) {
    this.#sockets = sockets;
  }

  /** Binds all addresses or none. */
  async open(
    addresses: readonly ListenAddress[],
    call: (socket: Socket, listener: Listener) => void,
  ): Promise<void> {
    try {
      for (const address of addresses) {
        const listener = await this.#sockets.listen(address);
        this.#listeners.push(listener);
        for (const [remote, options] of this.#expected) listener.expect(remote, options);
        listener.server.on('connection', (socket: Socket) => {
          call(socket, listener);
        });
      }
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Where the speaker listens, with the ports that the system chose. */
  addresses(): readonly ListenAddress[] {
    return this.#listeners.flatMap(({ server }) => {
      const bound = server.address();
      return bound === null || typeof bound === 'string'
        ? []
        : [{ address: bound.address, port: bound.port }];
    });
  }

  expect(remote: string, options: SocketOptions): void {
    this.#expected.set(remote, options);
    for (const listener of this.#listeners) listener.expect(remote, options);
  }

  forget(remote: string): void {
    this.#expected.delete(remote);
    for (const listener of this.#listeners) listener.forget(remote);
  }

  async close(): Promise<void> {
    const closing = this.#listeners;
    this.#listeners = [];
    await Promise.all(
      closing.map(
        ({ server }) =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve();
            });
          }),
      ),
    );
  }
}
