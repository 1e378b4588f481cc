import type { Millis } from '@fairlead/inet';
import type { L2Driver } from '../driver/l2/driver.ts';
import { openL2 } from '../driver/l2/open.ts';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';

/** The responder of this machine, or `null`, and a word about it, where it cannot have one: BGP goes on without. */
export async function openResponder(
  options: { readonly excludeInterfaces: RegExp; readonly announceInterval: Millis },
  log: Log,
): Promise<L2Driver | null> {
  try {
    return await openL2({
      log,
      exclude: options.excludeInterfaces,
      announceInterval: options.announceInterval,
    });
  } catch (error) {
    log.error(
      { reason: 'layer2Unavailable', ...failure(error) },
      'no address is answered for by ARP or NDP here',
    );
    return null;
  }
}
