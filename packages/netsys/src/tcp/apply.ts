import type { IpFamily } from '@fairlead/inet';
import { addon } from '../addon.ts';
import { checked, NetworkError } from '../networkError.ts';
import { int } from '../socketOption.ts';
import { addAoKey, setMd5Key } from './key.ts';
import type { KeyPeer } from './key.ts';
import type { TcpOptions } from './options.ts';

/** Gives a socket everything that its options ask for, keys for the peer included; throws at the first that fails. */
export function applyOptions(descriptor: number, peer: KeyPeer, options: TcpOptions): void {
  const { password, authentication, device } = options;
  if (device !== undefined) bindToDevice(descriptor, device);
  applyHops(descriptor, peer.family, options);
  if (password !== undefined) setMd5Key(descriptor, peer, password);
  for (const key of authentication ?? []) addAoKey(descriptor, peer, key);
}

/** TTL, least TTL and code point, which each family has in options of its own. */
export function applyHops(
  descriptor: number,
  family: IpFamily,
  { ttl, minimumTtl, dscp }: Pick<TcpOptions, 'ttl' | 'minimumTtl' | 'dscp'>,
): void {
  const native = addon();
  const names = OPTIONS[family];
  const set = (what: string, name: number, value: number | undefined): void => {
    if (value === undefined) return;
    checked(native.setsockopt(descriptor, names.level, name, int(value)), `${what}: setting it to ${value}`);
  };
  set('ttl', names.ttl, ttl);
  set('minimumTtl', names.minimumTtl, minimumTtl);
  set('dscp', names.trafficClass, dscp === undefined ? undefined : dscp << 2);
}

function bindToDevice(descriptor: number, device: string): void {
  const name = Uint8Array.of(...Buffer.from(device), 0);
  const result = addon().setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, name);
  if (result === ENODEV) throw new NetworkError('ENODEV', `device: there is no interface "${device}"`);
  if (result === EPERM) {
    throw new NetworkError('EPERM', `device: binding to "${device}" needs CAP_NET_RAW`);
  }
  checked(result, `device: binding to "${device}"`);
}

const OPTIONS = {
  ipv4: { level: 0, ttl: 2, minimumTtl: 21, trafficClass: 1 },
  ipv6: { level: 41, ttl: 16, minimumTtl: 73, trafficClass: 67 },
} as const;
const EPERM = -1;
const ENODEV = -19;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
