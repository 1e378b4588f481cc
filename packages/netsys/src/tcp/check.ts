import { addon } from '../addon.ts';
import { checked } from '../networkError.ts';
import { addAoKey, LONGEST_KEY, setMd5Key } from './key.ts';
import type { TcpAoKey, TcpOptions } from './options.ts';
import { AF_INET, socketPrefix } from './socketAddress.ts';

/** Throws `RangeError` or `TypeError` for a value that is none, `NetworkError` for what this machine lacks. */
export function checkOptions(options: TcpOptions): void {
  const { password, authentication, ttl, minimumTtl, dscp, device } = options;
  checkRange('ttl', ttl, 1, 255);
  checkRange('minimumTtl', minimumTtl, 1, 255);
  checkRange('dscp', dscp, 0, 63);
  if (device !== undefined && (device === '' || Buffer.byteLength(device) > LONGEST_INTERFACE_NAME)) {
    throw new RangeError(
      `device: an interface name has 1 to ${LONGEST_INTERFACE_NAME} octets, not "${device}"`,
    );
  }
  if (password !== undefined) checkKey('password', password);
  for (const { key } of authentication ?? []) checkKey('authentication', key);
  if (password !== undefined && authentication !== undefined) {
    throw new TypeError('password and authentication: a connection has one of them, not both');
  }
  if (!hasAny(options)) return;
  addon();
  if (password !== undefined || authentication !== undefined) checkKernel(password, authentication ?? []);
}

export function hasAny(options: TcpOptions): boolean {
  return Object.values(options).some((value) => value !== undefined);
}

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new RangeError(`${name}: ${least} to ${most}, not ${value}`);
}

function checkKey(name: string, key: string): void {
  const length = Buffer.byteLength(key);
  if (length >= 1 && length <= LONGEST_KEY) return;
  throw new RangeError(`${name}: a key has 1 to ${LONGEST_KEY} octets, this one has ${length}`);
}

/** Tries the keys on a socket that is never used. */
function checkKernel(password: string | undefined, keys: readonly TcpAoKey[]): void {
  const native = addon();
  const descriptor = checked(native.socket(AF_INET, SOCK_STREAM, 0), 'opening a TCP socket');
  try {
    const nobody = socketPrefix('192.0.2.1');
    if (password !== undefined) setMd5Key(descriptor, nobody, password);
    for (const key of keys) addAoKey(descriptor, nobody, key);
  } finally {
    native.close(descriptor);
  }
}

const LONGEST_INTERFACE_NAME = 15;
const SOCK_STREAM = 1;
