import { isIpv6, isLinkLocal, parseIpAddress } from '@fairlead/inet';
import type { Ipv6 } from '@fairlead/inet';
import type { Network } from '@fairlead/netsys';
import { LinkRouters } from './linkRouters.ts';

export interface UnnumberedOptions {
  readonly network: Network;
  /** In milliseconds, on any clock. */
  readonly now: () => number;
  /** Whether there is a session with the router on an interface. */
  readonly isUp: (router: Ipv6, link: string) => boolean;
  /** Something was found or lost on some interface. */
  readonly changed: () => void;
}

/** The routers that peers behind interfaces are, one on each link. */
export class Unnumbered {
  readonly #options: UnnumberedOptions;
  readonly #links = new Map<string, Found>();

  constructor(options: UnnumberedOptions) {
    this.#options = options;
  }

  /** Looks on these interfaces and no others. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const [name, { routers, patience }] of this.#links) {
      if (names.has(name)) continue;
      routers?.close();
      clearTimeout(patience);
      this.#links.delete(name);
    }
    for (const name of names) if (!this.#links.has(name)) this.#links.set(name, this.#look(name));
  }

  /** The router on an interface, or why there is none; `isEarly` where it may just not have spoken yet. */
  routerOn(name: string): RouterFound {
    const link = this.#links.get(name);
    if (link?.why === null && link.router !== null) return { router: link.router };
    const isEarly = link?.why === null && this.#options.now() - link.since < PATIENCE;
    return { why: link?.why ?? `no router has advertised itself on interface ${name} yet`, isEarly };
  }

  /** Somebody called whom nobody knows: on the link of a peer without a router that is the router. */
  called(from: string): void {
    const [text = '', name = ''] = from.split('%');
    const address = parseIpAddress(text);
    const link = this.#links.get(name);
    if (link?.router === null && address !== null && isIpv6(address) && isLinkLocal(address))
      this.#heard(name, link, address);
  }

  close(): void {
    this.keepOnly(new Set());
  }

  #look(name: string): Found {
    const { now, changed } = this.#options;
    // Timers come a little early.
    const patience = setTimeout(changed, PATIENCE + 100);
    patience.unref();
    const link: Found = { routers: null, router: null, heardAt: 0, since: now(), patience, why: null };
    try {
      link.routers = new LinkRouters({
        network: this.#options.network,
        interface: name,
        heard: (router) => {
          this.#heard(name, link, router);
        },
        impeded: (why) => {
          if (link.why === why) return;
          link.why = why;
          this.#changedSoon();
        },
      });
    } catch (error) {
      link.why = error instanceof Error ? error.message : String(error);
    }
    return link;
  }

  /** The first router on a link is the peer; another one where that has fallen silent and has no session. */
  #heard(name: string, link: Found, router: Ipv6): void {
    const now = this.#options.now();
    const { router: known, heardAt } = link;
    const isGone = known === null || (now - heardAt > SILENCE && !this.#options.isUp(known, name));
    if (router !== known && !isGone) return;
    link.router = router;
    link.heardAt = now;
    if (router !== known) this.#changedSoon();
  }

  /** Not while somebody configures. */
  #changedSoon(): void {
    queueMicrotask(this.#options.changed);
  }
}

export type RouterFound = { readonly router: Ipv6 } | { readonly why: string; readonly isEarly: boolean };

interface Found {
  routers: LinkRouters | null;
  router: Ipv6 | null;
  heardAt: number;
  /** Since when somebody looks. */
  readonly since: number;
  readonly patience: NodeJS.Timeout;
  /** Why nobody can be heard. */
  why: string | null;
}

/** How long a router may take for its first advertisement before it is said to be missing. */
const PATIENCE = 15_000;
/** Three times the interval at which routers with unnumbered neighbours advertise themselves, in milliseconds. */
const SILENCE = 30_000;
