import type { Writer } from '@fairlead/inet';
import { CapabilityCode } from '../codes.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// texts, each:
//   length  1 octet
//   UTF-8

/** The names of host and domain (draft-walton-bgp-hostname-capability). */
export const fqdn: CapabilityCodec<CapabilityOf<'fqdn'>> = {
  code: CapabilityCode.fqdn,
  read(value) {
    const hostname = decodeUtf8(value.bytes(value.u8('the length of the host name'), 'the host name'));
    const domain = decodeUtf8(value.bytes(value.u8('the length of the domain'), 'the domain'));
    return hostname === null || domain === null ? null : { kind: 'fqdn', hostname, domain };
  },
  write(writer, { hostname, domain }) {
    writeText(writer, hostname, 'hostname');
    return writeText(writer, domain, 'domain');
  },
};

/** What the speaker runs (draft-abraitis-bgp-version-capability). */
export const softwareVersion: CapabilityCodec<CapabilityOf<'softwareVersion'>> = {
  code: CapabilityCode.softwareVersion,
  read(value) {
    const version = decodeUtf8(value.bytes(value.u8('the length of the version'), 'the version'));
    return version === null ? null : { kind: 'softwareVersion', version };
  },
  write(writer, { version }) {
    return writeText(writer, version, 'version');
  },
};

function writeText(writer: Writer, text: string, field: string): Writer {
  const octets = encodeUtf8(text);
  if (octets.length > LONGEST)
    throw new RangeError(`${field} has at most ${LONGEST} octets, not ${octets.length}`);
  return writer.withLength8((body) => body.bytes(octets));
}

const LONGEST = 255;
