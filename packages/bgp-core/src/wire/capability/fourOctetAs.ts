import { isAsn } from '@fairlead/inet';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// AS number  4 octets

/** AS numbers of four octets, and the speaker's own (RFC 6793 §3). */
export const fourOctetAs: CapabilityCodec<CapabilityOf<'fourOctetAs'>> = {
  code: CapabilityCode.fourOctetAs,
  read(value) {
    const asn = value.u32('the AS number');
    return isAsn(asn) ? { kind: 'fourOctetAs', asn } : null;
  },
  write(writer, { asn }) {
    return writer.u32(asn);
  },
};
