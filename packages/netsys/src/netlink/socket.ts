import { addon } from '../addon.ts';
import type { Addon } from '../addon.ts';
import { checked, EAGAIN, NetworkError, refusal } from '../networkError.ts';
import { int } from '../socketOption.ts';
import { decodeMessages, encodeMessage } from './message.ts';
import type { NetlinkAttribute, NetlinkMessage } from './message.ts';

export interface NetlinkRequest {
  readonly type: number;
  readonly flags?: number;
  readonly header: Uint8Array;
  readonly attributes?: readonly NetlinkAttribute[];
}

/** Asks for all objects of a kind; asked again where a change during the answer made it inconsistent. */
export function dump(request: NetlinkRequest): readonly NetlinkMessage[] {
  return withSocket((native, descriptor) => {
    for (let attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      sendRequest(native, descriptor, request, NLM_F_DUMP, attempt);
      const messages = answersTo(native, descriptor, attempt);
      if (!messages.some(({ flags }) => (flags & NLM_F_DUMP_INTR) !== 0)) return messages;
    }
    throw new NetworkError('EINTR', 'listing interfaces: they change faster than they can be listed');
  });
}

/** Asks for a change, and throws what the kernel answers when it refuses. */
export function change(request: NetlinkRequest, doing: string): void {
  withSocket((native, descriptor) => {
    sendRequest(native, descriptor, request, NLM_F_ACK, 0);
    for (const { type, body } of receive(native, descriptor)) {
      if (type !== NLMSG_ERROR) continue;
      const result = new DataView(body.buffer, body.byteOffset).getInt32(0, true);
      if (result === EPERM) throw notPermitted(doing);
      if (result < 0) throw refusal(result, doing);
    }
  });
}

/** A socket on which the kernel tells changes of the groups given as a bit mask. */
export function openNetlink(native: Addon, groups = 0): number {
  const descriptor = checked(native.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), 'opening rtnetlink');
  native.setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, int(RECEIVE_BUFFER));
  const address = new Uint8Array(12);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_NETLINK, true);
  view.setUint32(8, groups, true);
  const bound = native.bind(descriptor, address);
  if (bound < 0) {
    native.close(descriptor);
    throw refusal(bound, 'binding rtnetlink');
  }
  return descriptor;
}

/** The messages of the next datagram, none when there is none; a negative errno is thrown. */
export function receive(native: Addon, descriptor: number): readonly NetlinkMessage[] {
  const octets = new Uint8Array(DATAGRAM);
  const length = native.recv(descriptor, octets);
  if (length === EAGAIN) return [];
  return decodeMessages(octets.subarray(0, checked(length, 'receiving from rtnetlink')));
}

function notPermitted(doing: string): NetworkError {
  return new NetworkError(
    'EPERM',
    `${doing}: the process needs CAP_NET_ADMIN (in Kubernetes: securityContext.capabilities.add: [NET_ADMIN])`,
  );
}

function withSocket<T>(use: (native: Addon, descriptor: number) => T): T {
  const native = addon();
  const descriptor = openNetlink(native);
  try {
    return use(native, descriptor);
  } finally {
    native.close(descriptor);
  }
}

function sendRequest(
  native: Addon,
  descriptor: number,
  { type, flags = 0, header, attributes = [] }: NetlinkRequest,
  answer: number,
  sequence: number,
): void {
  const octets = encodeMessage(type, NLM_F_REQUEST | answer | flags, sequence, header, attributes);
  checked(native.send(descriptor, octets), 'asking rtnetlink');
}

function answersTo(native: Addon, descriptor: number, sequence: number): readonly NetlinkMessage[] {
  const answers: NetlinkMessage[] = [];
  for (;;) {
    const messages = receive(native, descriptor);
    if (messages.length === 0)
      throw new NetworkError('EIO', 'listing interfaces: rtnetlink stopped answering');
    for (const message of messages) {
      if (message.sequence !== sequence) continue;
      if (message.type === NLMSG_DONE) return answers;
      if (message.type === NLMSG_ERROR) {
        throw refusal(
          new DataView(message.body.buffer, message.body.byteOffset).getInt32(0, true),
          'listing interfaces',
        );
      }
      answers.push(message);
    }
  }
}

const EPERM = -1;
const AF_NETLINK = 16;
const SOCK_RAW = 3;
const NETLINK_ROUTE = 0;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const RECEIVE_BUFFER = 1 << 20;
const DATAGRAM = 1 << 16;
const DUMP_ATTEMPTS = 8;
const NLM_F_REQUEST = 1;
const NLM_F_ACK = 4;
const NLM_F_DUMP_INTR = 0x10;
const NLM_F_DUMP = 0x300;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
