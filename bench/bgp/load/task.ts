/** What a process of this folder is to do; it comes as JSON in its first argument. */
export interface Task {
  /** Calls, or waits to be called. */
  readonly way: 'dial' | 'listen';
  readonly local: string;
  readonly remote: string;
  /** Where to call or to listen; 0 lets the system choose. */
  readonly port: number;
  /** How many /32s to send or to await, or how many changes of them. */
  readonly count: number;
}

/** What such a process tells its parent; times are in milliseconds on the clock that all processes of a machine share. */
export type Said =
  /** Ready to be called, or to call. */
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'established'; readonly at: number }
  /** The last route is here. */
  | { readonly kind: 'done'; readonly at: number; readonly messages: number };

export function readTask(): Task {
  return JSON.parse(process.argv[2] ?? '') as Task;
}

export function say(said: Said): void {
  // A parent that is gone needs to hear nothing.
  process.send?.(said, () => undefined);
}

export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The first of the /32s, 16.0.0.0. */
export const FIRST_ADDRESS = 0x10000000;
export const SENDER_AS = 64512;
export const SINK_AS = 64513;
/** How many /32s `churnSender` announces before it withdraws them. */
export const CHURNED = 500_000;
