import { addon } from '../addon.ts';
import { NetworkError, refusal } from '../networkError.ts';
import type { TcpAoKey } from './options.ts';
import type { SocketAddress } from './socketAddress.ts';

/** Whose segments a key is for: one address, or all of a prefix. */
export type KeyPeer = SocketAddress & { readonly length: number | null };

/** Sets the MD5 key for a peer on a socket (RFC 2385); `null` removes it. No text of an error has the key in it. */
export function setMd5Key(descriptor: number, peer: KeyPeer, password: string | null): void {
  const native = addon();
  const isPrefix = peer.length !== null;
  const option = isPrefix ? TCP_MD5SIG_EXT : TCP_MD5SIG;
  const result = native.setsockopt(descriptor, IPPROTO_TCP, option, md5Signature(peer, password ?? ''));
  if (result >= 0 || (password === null && result === ENOENT)) return;
  if (result === ENOPROTOOPT) {
    throw new NetworkError('ENOPROTOOPT', 'password: this kernel has no TCP MD5 (CONFIG_TCP_MD5SIG)');
  }
  throw refusal(result, 'password: setting a TCP MD5 key');
}

/** Adds a key of the TCP Authentication Option for a peer on a socket (RFC 5925). */
export function addAoKey(descriptor: number, peer: KeyPeer, key: TcpAoKey): void {
  const result = addon().setsockopt(descriptor, IPPROTO_TCP, TCP_AO_ADD_KEY, aoKey(peer, key));
  if (result >= 0) return;
  if (result === ENOPROTOOPT) {
    throw new NetworkError(
      'ENOPROTOOPT',
      'authentication: this kernel has no TCP-AO (Linux 6.7 or later with CONFIG_TCP_AO); use password instead',
    );
  }
  throw refusal(result, `authentication: adding the TCP-AO key ${key.sendId}/${key.receiveId}`);
}

/** `struct tcp_md5sig` of linux/tcp.h, whose layout no C library gives in full. */
function md5Signature({ octets, length }: KeyPeer, password: string): Uint8Array {
  const key = Buffer.from(password);
  const signature = new Uint8Array(216);
  const view = new DataView(signature.buffer);
  signature.set(octets);
  view.setUint8(128, length === null ? 0 : TCP_MD5SIG_FLAG_PREFIX);
  view.setUint8(129, length ?? 0);
  view.setUint16(130, key.length, true);
  signature.set(key, 136);
  return signature;
}

/** `struct tcp_ao_add` of linux/tcp.h. */
function aoKey(
  { octets, family, length }: KeyPeer,
  { sendId, receiveId, algorithm, key }: TcpAoKey,
): Uint8Array {
  const secret = Buffer.from(key);
  const request = new Uint8Array(288);
  const view = new DataView(request.buffer);
  request.set(octets);
  request.set(Buffer.from(algorithm), 128);
  view.setUint8(202, length ?? (family === 'ipv4' ? 32 : 128));
  view.setUint8(203, sendId);
  view.setUint8(204, receiveId);
  view.setUint8(207, secret.length);
  request.set(secret, 208);
  return request;
}

export const LONGEST_KEY = 80;

const ENOENT = -2;
const ENOPROTOOPT = -92;
const IPPROTO_TCP = 6;
const TCP_MD5SIG = 14;
const TCP_MD5SIG_EXT = 32;
const TCP_MD5SIG_FLAG_PREFIX = 1;
const TCP_AO_ADD_KEY = 38;
