import type { Role } from '../../message.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// role  1 octet: 0 provider, 1 route server, 2 its client, 3 customer, 4 peer

/** The relation to the neighbour (RFC 9234 §4.1); a number without a name stays in octets. */
export const role: CapabilityCodec<CapabilityOf<'role'>> = {
  code: CapabilityCode.role,
  read(value) {
    const name = ROLES[value.u8('the role')];
    return name === undefined ? null : { kind: 'role', role: name };
  },
  write(writer, { role: name }) {
    return writer.u8(ROLES.indexOf(name));
  },
};

const ROLES: readonly Role[] = ['provider', 'routeServer', 'routeServerClient', 'customer', 'peer'];
