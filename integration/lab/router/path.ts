/** A path of a router's BGP table, in the same words for every router. */
export interface RoutePath {
  readonly nextHops: readonly string[];
  /** ASNs with spaces, empty for routes of the router's own AS. */
  readonly asPath: string;
  readonly origin: 'IGP' | 'EGP' | 'incomplete';
  /** As `65000:1`; well-known ones as the router calls them. */
  readonly communities: readonly string[];
  /** As `65000:1:2`. */
  readonly largeCommunities: readonly string[];
  readonly localPref: number | null;
  readonly med: number | null;
  /** The neighbour that it came from. */
  readonly from: string;
}
