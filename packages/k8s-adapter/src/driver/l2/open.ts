import { openLayer2Worker } from '@fairlead/l2-core/node';
import { isLinkLocal, prefixOf } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { network } from '@fairlead/netsys';
import type { NetworkInterface } from '@fairlead/netsys';
import type { OwnLink } from '../../model/link.ts';
import type { Log } from '../log.ts';
import { L2Driver } from './driver.ts';
import { layer2Log } from './eventLog.ts';

export interface OpenL2Options {
  readonly log: Log;
  readonly exclude: RegExp;
  /** How often owned addresses are announced again; 0 is never. */
  readonly announceInterval: Millis;
  /** Interfaces are others than before, or may be. */
  readonly linksChanged: () => void;
}

/** The driver on this machine's interfaces; throws an error that says which capability or package is missing. */
export async function openL2(options: OpenL2Options): Promise<L2Driver> {
  requirePacketSockets();
  const tellLog = layer2Log(options.log);
  const layer2 = await openLayer2Worker({
    networkModule: import.meta.resolve('@fairlead/netsys'),
    onEvent: (event) => {
      tellLog(event);
      driver.tell(event);
    },
    responder: { refresh: options.announceInterval },
  });
  const watch = network.watchInterfaces(() => {
    driver.interfacesChanged();
    options.linksChanged();
  });
  const driver: L2Driver = new L2Driver({
    layer2,
    log: options.log,
    exclude: options.exclude,
    links: () => watch.interfaces().flatMap((each) => linkOf(each, options.exclude) ?? []),
    closed: () => {
      watch.close();
    },
  });
  return driver;
}

/** Fails now and not when the first address is to be answered for. */
function requirePacketSockets(): void {
  const first = network.interfaces()[0];
  if (first === undefined) return;
  network
    .openPacketSocket({
      interfaceIndex: first.index,
      protocol: 'arp',
      onFrames: () => undefined,
      onDown: () => undefined,
    })
    .close();
}

/** Interfaces with ARP that are not parts of others; `null` for those that are not such. */
function linkOf({ name, mac, master, flags, addresses }: NetworkInterface, exclude: RegExp): OwnLink | null {
  if (exclude.test(name) || mac === null || master !== null) return null;
  if (!flags.includes('up') || flags.includes('noArp') || flags.includes('loopback')) return null;
  const global = addresses.filter(({ address }) => !isLinkLocal(address));
  const subnets = new Set(global.map(({ address, length }) => prefixOf(address, length)));
  return { name, mac, subnets: [...subnets], isRunning: flags.includes('running') };
}
