import { millis } from '@fairlead/inet';
import type { IpAddress, Millis } from '@fairlead/inet';
import { standingKey } from '../decide/standing.ts';
import type { Standing } from '../decide/standing.ts';
import { now } from '../driver/clock.ts';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import { Heartbeat } from '../k8s/heartbeat.ts';
import { Informer } from '../k8s/informer.ts';
import { LEASE } from '../k8s/leaseRecord.ts';
import { Liveness } from '../k8s/liveness.ts';
import { formatMember, parseMember } from '../k8s/memberRecord.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import type { HostLink } from '../model/link.ts';

export interface MembershipOptions {
  readonly namespace: string;
  readonly nodeName: string;
  /** The least time after which a silent speaker counts as dead; it grows with their number. */
  readonly leaseDuration: Millis;
  /** The interfaces that we answer on and that work now. */
  readonly links: () => readonly HostLink[];
  /** The ages in seconds at which a node is back for good, asked when it counts. */
  readonly ages: () => readonly number[];
  readonly log: Log;
  /** Others are alive than before, or we are sure of it now, or we are not taken as alive any more. */
  readonly changed: () => void;
}

/** Which nodes have a live speaker, and that we are one of them. */
export class Membership {
  readonly #api: ApiClient;
  readonly #options: MembershipOptions;
  readonly #liveness: Liveness;
  readonly #heartbeat: Heartbeat;
  #hasSynced = false;
  /** Others count on us from then on, so not before we know whom we can count on. */
  #hasJoined = false;
  #last = '';
  #owned: readonly IpAddress[] = [];
  #toldLinks = '';
  #alarm: NodeJS.Timeout | undefined;
  /** When somebody is dead who is not heard of, and the timer for it. */
  #expiry: Millis | null = null;
  #expiryTimer: NodeJS.Timeout | undefined;

  constructor(api: ApiClient, options: MembershipOptions) {
    this.#api = api;
    this.#options = options;
    this.#liveness = new Liveness(options.nodeName);
    let failing = false;
    this.#heartbeat = new Heartbeat(api, {
      namespace: options.namespace,
      name: `${PREFIX}${options.nodeName}`,
      holder: () => (this.#hasJoined ? options.nodeName : null),
      labels: LABELS,
      annotations: () => formatMember({ links: options.links(), owned: this.#owned }),
      duration: () => millis(Math.max(options.leaseDuration, this.alive.size * PER_SPEAKER)),
      failed: (error) => {
        if (!failing)
          options.log.warn({ reason: 'leaseFailed', ...failure(error) }, 'could not renew the Lease');
        failing = true;
        this.#look();
      },
    });
  }

  get alive(): ReadonlySet<string> {
    return this.#liveness.alive;
  }

  /** What to elect by. */
  get standing(): Standing {
    return this.#liveness.standing(this.#options.ages(), this.#owned);
  }

  get otherLinks(): ReadonlyMap<string, readonly HostLink[]> {
    return this.#liveness.otherLinks;
  }

  /** Whether we and all others who are there have joined. */
  get hasGathered(): boolean {
    return this.#liveness.hasGathered;
  }

  /** Whether others must still take us as alive. */
  get isFresh(): boolean {
    return this.#liveness.isFresh(now());
  }

  /** Lets the others know which addresses we have, where nobody may take them back at once. */
  tellOwned(addresses: readonly IpAddress[]): void {
    if (addresses.join() === this.#owned.join()) return;
    this.#owned = addresses;
    this.#heartbeat.beat();
  }

  /** Interfaces are others than before, or may be: the others know at once that one of ours is dead. */
  linksChanged(): void {
    const links = JSON.stringify(this.#options.links());
    if (links === this.#toldLinks) return;
    this.#toldLinks = links;
    this.#heartbeat.beat();
  }

  async run(signal: AbortSignal): Promise<void> {
    const informer = new Informer(
      this.#api,
      LEASE,
      {
        upsert: (_, object) => {
          const record = parseMember(object);
          this.#liveness.observe(nodeOf(object), record, now());
          if (nodeOf(object) === this.#options.nodeName) this.#lookWhenStale(record.duration);
          this.#look();
        },
        remove: (key) => {
          this.#liveness.forget(key.slice(key.indexOf('/') + 1 + PREFIX.length));
          this.#look();
        },
        synced: () => {
          this.#hasSynced = true;
          this.#look();
        },
        failed: () => undefined,
        recovered: () => undefined,
      },
      { namespace: this.#options.namespace, labelSelector: SELECTOR },
    );
    await Promise.all([informer.run(signal), this.#heartbeat.run(signal)]);
    clearTimeout(this.#alarm);
    clearTimeout(this.#expiryTimer);
  }

  /** Tells the others at once that they may take over. */
  async leave(): Promise<void> {
    await this.#heartbeat.release();
  }

  /** Others may take over from that moment on, and not from the next renewal that fails. */
  #lookWhenStale(duration: Millis): void {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => {
      this.#look();
    }, duration).unref();
  }

  /**
   * A death counts once we have heard of the API server after it: then it was the other that fell silent, and not the server. So
   * we renew our own Lease at that moment instead of waiting until it is due.
   */
  #askAtExpiry(): void {
    const { nextExpiry } = this.#liveness;
    if (nextExpiry === this.#expiry) return;
    this.#expiry = nextExpiry;
    clearTimeout(this.#expiryTimer);
    if (nextExpiry === null) return;
    this.#expiryTimer = setTimeout(
      () => {
        this.#heartbeat.beat();
      },
      Math.max(0, nextExpiry - now()),
    ).unref();
  }

  #look(): void {
    this.#askAtExpiry();
    if (!this.#hasJoined && this.#hasSynced && this.#liveness.isSettled) {
      this.#hasJoined = true;
      this.#heartbeat.beat();
    }
    const { hasGathered, isFresh, standing } = this;
    const state = [hasGathered, isFresh, this.#liveness.revision, standingKey(standing)].join(' ');
    if (state === this.#last) return;
    this.#last = state;
    this.#options.changed();
  }
}

function nodeOf({ metadata }: KubernetesObject): string {
  return metadata.name.slice(PREFIX.length);
}

const PREFIX = 'fairlead-speaker-';
const LABELS = { 'app.kubernetes.io/name': 'fairlead', 'app.kubernetes.io/component': 'speaker' };
const SELECTOR = 'app.kubernetes.io/name=fairlead,app.kubernetes.io/component=speaker';
/** So that the renewals of many speakers stay at 50 writes a second altogether. */
const PER_SPEAKER = 60;
