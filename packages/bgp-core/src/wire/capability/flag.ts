import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// no value

/** Route refresh (RFC 2918 §2). */
export const routeRefresh: CapabilityCodec<CapabilityOf<'routeRefresh'>> = {
  code: CapabilityCode.routeRefresh,
  read: () => ({ kind: 'routeRefresh' }),
  write: (writer) => writer,
};

/** Enhanced route refresh (RFC 7313 §3.1). */
export const enhancedRouteRefresh: CapabilityCodec<CapabilityOf<'enhancedRouteRefresh'>> = {
  code: CapabilityCode.enhancedRouteRefresh,
  read: () => ({ kind: 'enhancedRouteRefresh' }),
  write: (writer) => writer,
};

/** Messages of up to 65,535 octets (RFC 8654 §3). */
export const extendedMessage: CapabilityCodec<CapabilityOf<'extendedMessage'>> = {
  code: CapabilityCode.extendedMessage,
  read: () => ({ kind: 'extendedMessage' }),
  write: (writer) => writer,
};
