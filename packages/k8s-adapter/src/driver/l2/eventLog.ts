import type { Layer2Event } from '@fairlead/l2-core/node';
import type { Log } from '../log.ts';

/** Says what the responder tells. */
export function logLayer2(log: Log, event: Layer2Event): void {
  switch (event.kind) {
    case 'owned':
      log.info(
        { reason: 'owned', address: event.address, interface: event.link.interface },
        'answering for this address',
      );
      break;
    case 'conflict':
    case 'yielded':
      log.warn(
        { reason: event.kind, address: event.address, mac: event.mac, interface: event.link.interface },
        event.kind === 'conflict'
          ? 'another host answers for this address'
          : 'left this address to another host',
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
