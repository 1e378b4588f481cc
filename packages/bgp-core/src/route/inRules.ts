import type { Prefix } from '@fairlead/inet';
import type { PathAttributes } from '../message.ts';

/** Which routes of a session are taken, beyond what is well-formed. */
export interface InRules {
  /** The attributes with which routes are taken, or `null` where they are not. */
  readonly admit: (attributes: PathAttributes) => PathAttributes | null;
  /** Whether a route is taken; `null` where all are. */
  readonly accepts: ((prefix: Prefix, attributes: PathAttributes) => boolean) | null;
}

/** Takes all. */
export const everyRoute: InRules = { admit: (attributes) => attributes, accepts: null };
