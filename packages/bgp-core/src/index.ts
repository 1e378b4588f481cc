export { Peer } from './peer.ts';
export type { Endpoints } from './peer/channel.ts';
export type {
  GracefulRestartConfig,
  ImportPolicy,
  NextHopConfig,
  PeerConfig,
  PrefixLimitConfig,
} from './peer/config.ts';
export type { Configured } from './peer/configurationChange.ts';
export { extendedCommunity, linkBandwidth } from './peer/extendedCommunity.ts';
export type { DeliberateReason, Farewell } from './peer/farewell.ts';
export type { PeerOutput } from './peer/output.ts';
export type { MessageKind, PeerCounters, PeerStatus } from './peer/status.ts';
export { community, route } from './peer/text.ts';
export type { ReceivedRoute } from './route/adjRibIn.ts';
export type { Withheld } from './route/adjRibOut.ts';
export type { Difference } from './route/outTable.ts';
export type { WithheldReason } from './route/exportAttributes.ts';
export type { Route, RouteAttributes } from './route/route.ts';
export { END_REASONS } from './session/ending.ts';
export type { Ending, EndReason } from './session/ending.ts';
export type { Session } from './session/negotiate.ts';
export type { Connection } from './session/peering.ts';
