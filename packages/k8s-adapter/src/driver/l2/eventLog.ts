import type { Layer2Event } from '@fairlead/l2-core/node';
import { Once } from '../log.ts';
import type { Log } from '../log.ts';

/** Says what the responder tells; what another host can repeat for ever at most once a minute for each interface. */
export function layer2Log(log: Log): (event: Layer2Event) => void {
  const once = new Once();
  return (event) => {
    tell(log, once, event);
  };
}

function tell(log: Log, once: Once, event: Layer2Event): void {
  switch (event.kind) {
    case 'owned':
      log.info(
        { reason: 'owned', address: event.address, interface: event.link.interface },
        'answering for this address',
      );
      break;
    case 'conflict':
      tellConflict(log, once, event);
      break;
    case 'yielded':
      log.warn(
        { reason: 'yielded', address: event.address, mac: event.mac, interface: event.link.interface },
        'left this address to another host',
      );
      break;
    case 'linkUp':
    case 'linkDown':
    case 'linkAbsent':
      log.info({ reason: event.kind, interface: event.link.interface }, 'the state of an interface changed');
      break;
    case 'problem':
      log.error(
        { reason: event.problem.reason, interface: event.problem.link.interface },
        event.problem.message,
      );
      break;
    case 'framesDropped':
      log.warn(
        { reason: event.reason, count: event.count, interface: event.link.interface },
        event.reason === 'receiveBufferFull'
          ? 'frames came faster than they were read'
          : 'a neighbour sent frames that it should not',
      );
      break;
  }
}

function tellConflict(
  log: Log,
  once: Once,
  { link, address, mac }: Extract<Layer2Event, { kind: 'conflict' | 'yielded' }>,
): void {
  const held = once.admit(`conflict ${link.interface}`, performance.now());
  if (held === null) return;
  const fields = { reason: 'conflict', address, mac, interface: link.interface };
  log.warn({ ...fields, ...(held > 0 && { alsoOf: held }) }, 'another host answers for this address');
}
