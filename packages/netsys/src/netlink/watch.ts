import { addon } from '../addon.ts';
import type { Addon, WatchHandle } from '../addon.ts';
import { NetworkError, refusal } from '../networkError.ts';
import type { InterfaceChange, InterfaceWatch, NetworkInterface } from '../network.ts';
import { InterfaceTable, listInterfaces } from './interfaceTable.ts';
import { openNetlink, receive } from './socket.ts';

/** Follows the interfaces of the kernel by rtnetlink(7); listens before it lists, so nothing is missed between. */
export function watchInterfaces(listener: (change: InterfaceChange) => void): InterfaceWatch {
  return new KernelInterfaceWatch(addon(), listener);
}

class KernelInterfaceWatch implements InterfaceWatch {
  readonly #addon: Addon;
  readonly #descriptor: number;
  readonly #table: InterfaceTable;
  readonly #watch: WatchHandle;
  readonly #listener: (change: InterfaceChange) => void;
  #isClosed = false;

  constructor(native: Addon, listener: (change: InterfaceChange) => void) {
    this.#addon = native;
    this.#listener = listener;
    this.#descriptor = openNetlink(native, RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR);
    this.#table = new InterfaceTable(listInterfaces());
    const watch = native.watch(this.#descriptor, (status) => {
      if (status < 0) native.rearm(this.#watch);
      this.#drain();
    });
    if (typeof watch === 'number') {
      native.close(this.#descriptor);
      throw refusal(watch, 'watching rtnetlink');
    }
    this.#watch = watch;
  }

  interfaces(): readonly NetworkInterface[] {
    return this.#table.list();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#addon.unwatch(this.#watch);
    this.#addon.close(this.#descriptor);
  }

  #drain(): void {
    while (!this.#isClosed) {
      const changes = this.#next();
      if (changes === null) return;
      changes.forEach(this.#listener);
    }
  }

  /** When the kernel could not tell everything, the whole list says what was missed. */
  #next(): readonly InterfaceChange[] | null {
    try {
      const messages = receive(this.#addon, this.#descriptor);
      return messages.length === 0 ? null : messages.flatMap((message) => this.#table.apply(message));
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'ENOBUFS')
        return this.#table.replace(listInterfaces());
      throw error;
    }
  }
}

const RTMGRP_LINK = 0x1;
const RTMGRP_IPV4_IFADDR = 0x10;
const RTMGRP_IPV6_IFADDR = 0x100;
