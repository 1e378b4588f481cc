import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { asn, routerId, seconds } from '@fairlead/inet';
import { encode, initialContext } from '@fairlead/bgp-core/wire';
import type { Open } from '@fairlead/bgp-core/wire';
import type { Task } from './task.ts';

/** Opens the connection of a task, again while the other side hangs up without a word; `ready` is told where it listens. */
export function openConnection(
  task: Task,
  ready: (port: number) => void,
  take: (socket: Socket) => void,
): void {
  const { way, local, port } = task;
  if (way === 'dial') {
    dial(task, take);
    return;
  }
  const server = createServer({ noDelay: true }, take);
  server.listen({ host: local, port }, () => {
    const address = server.address();
    ready(typeof address === 'object' && address !== null ? address.port : 0);
  });
}

function dial(task: Task, take: (socket: Socket) => void): void {
  const { local, remote, port } = task;
  const socket = connect({ host: remote, port, localAddress: local, noDelay: true });
  let hasSpoken = false;
  socket.once('data', () => {
    hasSpoken = true;
  });
  socket.once('connect', () => {
    take(socket);
  });
  // The close that follows an error is what counts.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    if (hasSpoken) throw new Error(`${remote} closed the connection`);
    setTimeout(dial, REDIAL, task, take);
  });
}

export function openMessage(as: number, identifier: string): Uint8Array {
  const open: Open = {
    kind: 'open',
    version: 4,
    asn: asn(as),
    // GoBGP does not write at all with 0.
    holdTime: seconds(90),
    routerId: routerId(identifier),
    capabilities: [
      { kind: 'multiprotocol', family: 'ipv4/unicast' },
      { kind: 'fourOctetAs', asn: asn(as) },
    ],
  };
  return encode(open, initialContext);
}

export const KEEPALIVE: Uint8Array = encode({ kind: 'keepalive' }, initialContext);

/** Calls `take` for each whole message with where it starts and ends. */
export function messagesOf(
  socket: Socket,
  take: (octets: Uint8Array, start: number, end: number) => void,
): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const octets = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (octets.length - at >= HEADER) {
      const end = at + octets.readUInt16BE(at + LENGTH);
      if (end > octets.length) break;
      take(octets, at, end);
      at = end;
    }
    rest = octets.subarray(at);
  });
}

const HEADER = 19;
const LENGTH = 16;
const REDIAL = 500;
