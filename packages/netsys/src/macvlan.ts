import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { listInterfaces } from './netlink/interfaceTable.ts';
import { addMacvlan, bringUp, removeLink, withoutLinkLocalAddress } from './netlink/link.ts';
import type { MacvlanOptions, NetworkInterface } from './network.ts';
import { NetworkError } from './networkError.ts';

/**
 * Makes an interface that takes frames for a MAC address of its own on a parent, and says nothing by itself; needs
 * CAP_NET_ADMIN. One of the same name, MAC and parent that is there already will do.
 */
export function createMacvlan(options: MacvlanOptions): NetworkInterface {
  const existing = find(options.name);
  const isSame = existing?.mac === options.mac && existing.parent === options.parentIndex;
  if (existing !== null && isSame) return existing;
  addMacvlan(options);
  const made = find(options.name);
  if (made === null) throw gone(options);
  try {
    if (existsSync(`${CONF}/../../ipv6`)) withoutLinkLocalAddress(made.index);
    loosenReversePath(options.name);
    bringUp(made.index);
  } catch (error) {
    removeLink(made.index);
    throw error;
  }
  return find(options.name) ?? made;
}

/**
 * What comes in by the macvlan leaves by its parent, so strict reverse path filtering would drop all of it. The looser of
 * the interface's own setting and `all` counts.
 */
function loosenReversePath(name: string): void {
  const own = `${CONF}/${name}/rp_filter`;
  const strictest = Math.max(
    ...[`${CONF}/all/rp_filter`, own].map((file) => Number(readFileSync(file, 'utf8'))),
  );
  if (strictest !== STRICT) return;
  try {
    writeFileSync(own, String(LOOSE));
  } catch (cause) {
    throw new NetworkError(
      'EPERM',
      `macvlan ${name}: reverse path filtering is strict here and cannot be changed by this process; set net.ipv4.conf.default.rp_filter and net.ipv4.conf.all.rp_filter to 2 (loose)`,
      { cause },
    );
  }
}

function find(name: string): NetworkInterface | null {
  return listInterfaces().find((each) => each.name === name) ?? null;
}

function gone({ name }: MacvlanOptions): NetworkError {
  return new NetworkError('ENODEV', `macvlan ${name} is gone already`);
}

const CONF = '/proc/sys/net/ipv4/conf';
const STRICT = 1;
const LOOSE = 2;
