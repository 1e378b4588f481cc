import { asn, millis, routerId, seconds } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { Capability, Notification, Open } from '../../src/message.ts';
import type { SessionAction } from '../../src/session/action.ts';
import type { SessionEvent } from '../../src/session/event.ts';
import { negotiate } from '../../src/session/negotiate.ts';
import type { Session } from '../../src/session/negotiate.ts';
import type { SessionSettings } from '../../src/session/settings.ts';
import type { SessionState, Step } from '../../src/session/state.ts';

export const ours: Open = open(65001, '192.0.2.1');
export const theirs: Open = open(65002, '192.0.2.2');
export const now: Millis = millis(1_000_000);

export const settings: SessionSettings = {
  open: ours,
  remoteAs: asn(65002),
  strictRole: false,
  passive: false,
  keepaliveTime: null,
  sendHoldTime: null,
  openTime: millis(240_000),
  connectRetryTime: millis(10_000),
  idleHoldTime: millis(60_000),
  delayOpenTime: null,
  seed: 1,
};

export const session: Session = agreed(settings, theirs);

const memory = { settings, attempts: 1, failures: 0 };

/** One of each state, as it is a while after its beginning. */
export const states: { readonly [K in SessionState['kind']]: Extract<SessionState, { readonly kind: K }> } = {
  idle: { kind: 'idle', ...memory, idleHold: null },
  connect: { kind: 'connect', ...memory, connectRetry: at(5000), delayOpen: null },
  active: { kind: 'active', ...memory, connectRetry: at(5000), delayOpen: null },
  openSent: { kind: 'openSent', ...memory, hold: at(240_000) },
  openConfirm: { kind: 'openConfirm', ...memory, session, hold: at(90_000), keepalive: at(25_000) },
  established: {
    kind: 'established',
    ...memory,
    session,
    since: now,
    hold: at(90_000),
    keepalive: at(25_000),
    sendHold: at(480_000),
  },
};

export const cease: Notification = { kind: 'notification', code: 6, subcode: 2, data: new Uint8Array() };

/** One of each event. */
export const events: { readonly [K in SessionEvent['kind']]: Extract<SessionEvent, { readonly kind: K }> } = {
  start: { kind: 'start' },
  stop: { kind: 'stop', reason: 'administrativeShutdown', notification: cease, restartAfter: null },
  configured: { kind: 'configured', settings: { ...settings, passive: true } },
  deadlineReached: { kind: 'deadlineReached' },
  connectionOpened: { kind: 'connectionOpened' },
  connectionAccepted: { kind: 'connectionAccepted' },
  connectionFailed: { kind: 'connectionFailed', detail: 'ECONNREFUSED' },
  collisionLost: { kind: 'collisionLost' },
  superseded: { kind: 'superseded' },
  openReceived: { kind: 'openReceived', open: theirs },
  malformedReceived: {
    kind: 'malformedReceived',
    notification: { kind: 'notification', code: 1, subcode: 2, data: Uint8Array.of(0, 1) },
    detail: 'a length of 1',
  },
  notificationReceived: { kind: 'notificationReceived', notification: cease, detail: null },
  keepaliveReceived: { kind: 'keepaliveReceived' },
  updateReceived: { kind: 'updateReceived' },
  routeRefreshReceived: { kind: 'routeRefreshReceived' },
  outputProgressed: { kind: 'outputProgressed' },
};

export function open(as: number, id: string, capabilities: readonly Capability[] = defaults(as)): Open {
  return {
    kind: 'open',
    version: 4,
    asn: asn(as),
    holdTime: seconds(90),
    routerId: routerId(id),
    capabilities,
  };
}

export function agreed(by: SessionSettings, received: Open): Session {
  const negotiation = negotiate(by, received);
  if (negotiation.kind === 'refused') throw new Error(negotiation.ending.detail ?? 'refused');
  return negotiation.session;
}

/** A time after now. */
export function at(span: number): Millis {
  return millis(now + span);
}

/** What came of a step, in one line: the state, then what is to be done. */
export function outcome({ state, actions }: Pick<Step, 'state' | 'actions'>): string {
  return [state.kind, ...actions.map(describeAction)].join(', ');
}

export function describeAction(action: SessionAction): string {
  switch (action.kind) {
    case 'connect':
      return 'connect';
    case 'send':
      return action.message.kind === 'notification'
        ? `NOTIFICATION ${action.message.code}/${action.message.subcode}`
        : action.message.kind.toUpperCase();
    case 'closeConnection':
      return 'close';
    case 'resetConnection':
      return 'reset';
    case 'startSession':
      return 'up';
    case 'endSession':
      return `down ${action.ending.reason}`;
    case 'reportFailure':
      return `failed ${action.ending.reason}`;
  }
}

function defaults(as: number): readonly Capability[] {
  return [
    { kind: 'multiprotocol', family: 'ipv4/unicast' },
    { kind: 'multiprotocol', family: 'ipv6/unicast' },
    { kind: 'routeRefresh' },
    { kind: 'fourOctetAs', asn: asn(as) },
  ];
}
