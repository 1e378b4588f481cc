import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NetworkError } from './networkError.ts';

/** The native functions: each is one system call, and answers with its result or the negative errno. */
export interface Addon {
  socket(domain: number, type: number, protocol: number): number;
  bind(descriptor: number, address: Uint8Array): number;
  close(descriptor: number): number;
  setsockopt(descriptor: number, level: number, name: number, value: Uint8Array): number;
  getsockopt(descriptor: number, level: number, name: number, value: Uint8Array): number;
  attachFilter(descriptor: number, program: Uint8Array): number;
  send(descriptor: number, octets: Uint8Array): number;
  recv(descriptor: number, octets: Uint8Array): number;
  receiveFrames(
    descriptor: number,
    octets: Uint8Array,
    stride: number,
    starts: Uint32Array,
    lengths: Uint32Array,
  ): number;
  sendFrames(
    descriptor: number,
    octets: Uint8Array,
    starts: Uint32Array,
    lengths: Uint32Array,
    first: number,
    count: number,
  ): number;
  /** A handle, or a negative number of libuv. */
  watch(descriptor: number, callback: (status: number) => void): WatchHandle | number;
  rearm(handle: WatchHandle): number;
  unwatch(handle: WatchHandle): number;
}

/** An opaque value of the addon. */
export interface WatchHandle {
  readonly kind?: never;
}

/** The addon, loaded on first use; throws a `NetworkError` that says what is missing and what to do about it. */
export function addon(): Addon {
  loaded ??= load();
  return loaded;
}

function load(): Addon {
  if (process.platform !== 'linux') {
    throw new NetworkError(
      'ERR_ADDON_PLATFORM',
      `packet sockets and TCP options need Linux, and this is ${process.platform}; BGP without passwords and all offline commands work without`,
    );
  }
  const file = places().find((place) => existsSync(place));
  if (file === undefined) {
    throw new NetworkError(
      'ERR_ADDON_MISSING',
      `no native addon for linux-${process.arch} in ${packageRoot}; in a clone run "npm run addon", in an installed package "npx node-gyp rebuild" in that folder (both need a C compiler)`,
    );
  }
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch (cause) {
    throw new NetworkError(
      'ERR_ADDON_REFUSED',
      `the native addon ${file} does not load here: it was built for another architecture or C library; run "npx node-gyp rebuild" in ${packageRoot}`,
      { cause },
    );
  }
}

/** Where the addon may lie, best first: from the tarball or `npm run addon`, then from node-gyp. */
function places(): readonly string[] {
  return [
    `${packageRoot}prebuilds/linux-${process.arch}/node.napi.node`,
    `${packageRoot}build/Release/netsys.node`,
  ];
}

const packageRoot = fileURLToPath(new URL('../', import.meta.url));
let loaded: Addon | undefined;
