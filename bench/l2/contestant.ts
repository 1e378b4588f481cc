import type { Lab, Namespace } from '../../integration/lab/index.ts';

/** Something that moves an address between two hosts of a segment. */
export interface Contestant {
  readonly name: string;
  readonly isOurs: boolean;
  /** How long one of its moves can take, in seconds. */
  readonly patience: number;
  /** Makes a segment with two hosts, the first of which has the address; throws where it cannot be had. */
  readonly start: (lab: Lab, address: string) => Promise<Match>;
}

/** Two hosts, the first of which has the address. */
export interface Match {
  readonly client: Namespace;
  /** The MAC address that the second host will announce. */
  readonly announcedMac: string;
  /** The first host is gone from one moment to the next, its process by SIGKILL and its link with it. */
  readonly die: () => Promise<void>;
  /** The first host is asked to stop, by SIGTERM. */
  readonly leave: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
