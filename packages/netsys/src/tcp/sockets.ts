import { checkOptions } from './check.ts';
import { dial } from './dial.ts';
import { listen } from './listen.ts';
import type { TcpSockets } from './options.ts';

/** The kernel's TCP with MD5 and TCP-AO keys, minimum TTL, device and code point. */
export const sockets: TcpSockets = { check: checkOptions, dial, listen };
