import { OutOfBounds, Reader, Writer } from '@fairlead/inet';
import type { Capability } from '../../message.ts';
import { addPath } from './addPath.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';
import { extendedNextHop } from './extendedNextHop.ts';
import { enhancedRouteRefresh, extendedMessage, routeRefresh } from './flag.ts';
import { fourOctetAs } from './fourOctetAs.ts';
import { gracefulRestart } from './gracefulRestart.ts';
import { longLivedGracefulRestart } from './longLivedGracefulRestart.ts';
import { multiprotocol } from './multiprotocol.ts';
import { role } from './role.ts';
import { fqdn, softwareVersion } from './text.ts';

/** The capabilities whose values are read. */
const codecs = {
  multiprotocol,
  routeRefresh,
  enhancedRouteRefresh,
  fourOctetAs,
  gracefulRestart,
  longLivedGracefulRestart,
  addPath,
  extendedNextHop,
  extendedMessage,
  role,
  fqdn,
  softwareVersion,
} satisfies { readonly [K in Exclude<Capability['kind'], 'unknown'>]: CapabilityCodec<CapabilityOf<K>> };

/** Reads one capability; `null` when it is known and its length is wrong, which only names are forgiven. */
export function readCapability(code: number, octets: Uint8Array): Capability | null {
  const codec = Object.values(codecs).find((known) => known.code === code);
  const unknown: Capability = { kind: 'unknown', code, value: octets.slice() };
  if (codec === undefined) return unknown;
  const value = new Reader(octets);
  try {
    const capability = codec.read(value);
    if (value.remaining === 0) return capability === null ? unknown : withReceived(capability, octets);
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error;
  }
  return codec === fqdn || codec === softwareVersion ? unknown : null;
}

/** Writes code, length and value; throws `RangeError` for what cannot be said. */
export function writeCapability(writer: Writer, capability: Capability): void {
  const code = capability.kind === 'unknown' ? capability.code : codecs[capability.kind].code;
  const value = new Writer();
  if (capability.received === undefined) writeValue(value, capability);
  else value.bytes(capability.received);
  if (value.length > 0xff) {
    throw new RangeError(`capability ${code} has at most 255 octets, not ${value.length}`);
  }
  writer.u8(code).u8(value.length).bytes(value.finish());
}

function withReceived(capability: Capability, octets: Uint8Array): Capability {
  const written = writeValue(new Writer(), capability).finish();
  const isSame = written.length === octets.length && written.every((octet, index) => octet === octets[index]);
  return isSame ? capability : { ...capability, received: octets.slice() };
}

function writeValue(writer: Writer, capability: Capability): Writer {
  switch (capability.kind) {
    case 'multiprotocol':
      return multiprotocol.write(writer, capability);
    case 'routeRefresh':
      return routeRefresh.write(writer, capability);
    case 'enhancedRouteRefresh':
      return enhancedRouteRefresh.write(writer, capability);
    case 'fourOctetAs':
      return fourOctetAs.write(writer, capability);
    case 'gracefulRestart':
      return gracefulRestart.write(writer, capability);
    case 'longLivedGracefulRestart':
      return longLivedGracefulRestart.write(writer, capability);
    case 'addPath':
      return addPath.write(writer, capability);
    case 'extendedNextHop':
      return extendedNextHop.write(writer, capability);
    case 'extendedMessage':
      return extendedMessage.write(writer, capability);
    case 'role':
      return role.write(writer, capability);
    case 'fqdn':
      return fqdn.write(writer, capability);
    case 'softwareVersion':
      return softwareVersion.write(writer, capability);
    case 'unknown':
      return writer.bytes(capability.value);
  }
}
