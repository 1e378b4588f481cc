import { isIPv6 } from 'node:net';
import { millis, parseIpAddress } from '@fairlead/inet';
import type { IpAddress, Millis } from '@fairlead/inet';

/** Where a server listens; `null` is nowhere. */
export type ListenAddress = { readonly address: IpAddress; readonly port: number } | null;

export function text(value: string): string {
  if (value.trim() === '') throw new RangeError('must not be empty');
  return value.trim();
}

/** A name that a Kubernetes object can have (RFC 1123). */
export function objectName(value: string): string {
  if (!/^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/.test(value)) {
    throw new RangeError('must be a name of lower case letters, digits, - and .');
  }
  return value;
}

export function onOrOff(value: string): boolean {
  switch (value.toLowerCase()) {
    case 'true':
    case 'yes':
    case '1':
      return true;
    case 'false':
    case 'no':
    case '0':
      return false;
    default:
      throw new RangeError('must be true or false');
  }
}

export function oneOf<const T extends string>(...choices: readonly T[]): (value: string) => T {
  return (value) => {
    const choice = choices.find((each) => each === value);
    if (choice === undefined) throw new RangeError(`must be one of ${choices.join(', ')}`);
    return choice;
  };
}

export function listOf<T>(parse: (value: string) => T): (value: string) => readonly T[] {
  return (value) => value.split(',').map((each) => parse(each.trim()));
}

export function integer(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (!(number >= least && number <= most)) {
      throw new RangeError(`must be a whole number from ${least} to ${most}`);
    }
    return number;
  };
}

/** A span such as `500ms`, `3s` or `2m`; a bare number is seconds. */
export function span(least: Millis, most: Millis): (value: string) => Millis {
  return (value) => {
    const [, amount, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(value) ?? [];
    const length = Number(amount) * (UNITS.get(unit) ?? NaN);
    if (!(length >= least && length <= most)) {
      throw new RangeError(
        `must be a span from ${formatSpan(least)} to ${formatSpan(most)}, such as 3s or 500ms`,
      );
    }
    return millis(length);
  };
}

/** `address:port`, `:port` for all addresses, a bare port for loopback, or `off`. */
export function listenAddress(value: string): ListenAddress {
  if (value === 'off' || value === '0') return null;
  const [, host = '', port = ''] = /^(?:(.*):)?(\d{1,5})$/.exec(value) ?? [];
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const address = parseIpAddress(host === '' ? (value.startsWith(':') ? '::' : '127.0.0.1') : bare);
  if (address === null || port === '' || Number(port) > 65535) {
    throw new RangeError('must be address:port, such as 127.0.0.1:7472 or [::]:7472, or off');
  }
  return { address, port: Number(port) };
}

export function formatListen(listen: ListenAddress): string {
  if (listen === null) return 'off';
  return isIPv6(listen.address) ? `[${listen.address}]:${listen.port}` : `${listen.address}:${listen.port}`;
}

export function ipAddress(value: string): IpAddress {
  const address = parseIpAddress(value);
  if (address === null) throw new RangeError('must be an IP address');
  return address;
}

export function formatSpan(length: Millis): string {
  return length % 1000 === 0 ? `${length / 1000}s` : `${length}ms`;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
