import type { IpAddress } from '@fairlead/inet';
import type { Layer2Event } from '@fairlead/l2-core/node';
import { Once } from '../log.ts';
import type { Log } from '../log.ts';

/** Says what the responder tells; what another host can repeat for ever at most once a minute for each interface. */
export function layer2Log(log: Log): (event: Layer2Event) => void {
  const once = new Once();
  const handovers = new Map<string, number>();
  return (event) => {
    tell(log, once, handovers, event);
  };
}

function tell(log: Log, once: Once, handovers: Map<string, number>, event: Layer2Event): void {
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
    case 'handover':
      tellHandover(log, handovers, event);
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

/** One speaker of the cluster that answers beside another is usual for a moment, and a fault if it goes on. */
function tellHandover(log: Log, handovers: Map<string, number>, { link, address, mac }: Meeting): void {
  const place = `${link.interface} ${address}`;
  const now = performance.now();
  const goesOn = now - (handovers.get(place) ?? -Infinity) < LONGEST_HANDOVER;
  handovers.set(place, now);
  const fields = { address, mac, interface: link.interface };
  if (goesOn)
    log.warn({ reason: 'conflict', ...fields }, 'another speaker goes on answering for this address');
  else
    log.debug(
      { reason: 'handover', ...fields },
      'another speaker has this address, or is about to let it go',
    );
}

function tellConflict(log: Log, once: Once, { link, address, mac }: Meeting): void {
  const held = once.admit(`conflict ${link.interface}`, performance.now());
  if (held === null) return;
  const fields = { reason: 'conflict', address, mac, interface: link.interface };
  log.warn({ ...fields, ...(held > 0 && { alsoOf: held }) }, 'another host answers for this address');
}

interface Meeting {
  readonly link: { readonly interface: string };
  readonly address: IpAddress;
  readonly mac: string;
}

/** A claim reports the next one no sooner than after 10 s, and with nothing but refreshing to be heard after about a minute. */
const LONGEST_HANDOVER = 150_000;
