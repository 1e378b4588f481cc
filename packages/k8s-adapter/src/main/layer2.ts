import { ok, failure as refused } from '@fairlead/inet';
import type { Millis, Result } from '@fairlead/inet';
import type { L2Driver } from '../driver/l2/driver.ts';
import { openL2 } from '../driver/l2/open.ts';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';

/** The responder of this machine, or why it cannot have one, which the log has too: BGP goes on without. */
export async function openResponder(
  options: { readonly excludeInterfaces: RegExp; readonly announceInterval: Millis },
  log: Log,
  linksChanged: () => void = () => undefined,
): Promise<Result<L2Driver>> {
  try {
    const { excludeInterfaces: exclude, announceInterval } = options;
    return ok(await openL2({ log, exclude, announceInterval, linksChanged }));
  } catch (error) {
    log.error(
      { reason: 'layer2Unavailable', ...failure(error) },
      'no address is answered for by ARP or NDP here',
    );
    return refused(error instanceof Error ? error.message : String(error));
  }
}
