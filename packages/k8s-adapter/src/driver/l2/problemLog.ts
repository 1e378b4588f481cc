import type { IpAddress } from '@fairlead/inet';
import type { Problem } from '@fairlead/l2-core/node';
import { Once } from '../log.ts';
import type { Log } from '../log.ts';
import type { ByInterface } from './driver.ts';

/**
 * Says why addresses are not answered for, or may not work. Where an address is wanted on several interfaces, one that serves it
 * is enough: interfaces have other names and subnets on other nodes. The same of many addresses is one line.
 */
export class ProblemLog {
  readonly #log: Log;
  readonly #once = new Once();

  constructor(log: Log) {
    this.#log = log;
  }

  tell(problems: readonly Problem[], wanted: ByInterface): void {
    const failing = new Set(problems.map(({ link, address }) => placeOf(link.interface, address)));
    const isServed = (address: IpAddress): boolean =>
      [...wanted].some(
        ([name, addresses]) =>
          addresses.has(address) && !failing.has(placeOf(name, address)) && !failing.has(placeOf(name, null)),
      );
    for (const problem of problems) this.#tell(problem, concerned(problem, wanted).every(isServed));
  }

  tellExcluded(address: IpAddress, interfaces: readonly string[]): void {
    const names = interfaces.join(', ');
    this.#say(
      'error',
      `excluded ${names}`,
      { reason: 'interfaceExcluded', address, interface: names },
      () => {
        return `${address} is to be answered for on ${names} alone, and --exclude-interfaces forbids that: name another interface, or exclude fewer`;
      },
    );
  }

  #tell({ severity, reason, message, address, link }: Problem, isServedElsewhere: boolean): void {
    const fields = { reason, interface: link.interface, ...(address !== null && { address }) };
    if (isServedElsewhere && reason !== 'addressOfHost') {
      this.#log.debug(fields, message);
      return;
    }
    this.#say(severity === 'error' ? 'error' : 'warn', `${reason} ${link.interface}`, fields, () => message);
  }

  #say(level: 'error' | 'warn', what: string, fields: object, message: () => string): void {
    const held = this.#once.admit(what, performance.now());
    if (held !== null) this.#log[level]({ ...fields, ...(held > 0 && { alsoOf: held }) }, message());
  }
}

/** The addresses that a problem is about: of one, or all of the link. */
function concerned({ address, link }: Problem, wanted: ByInterface): readonly IpAddress[] {
  return address === null ? [...(wanted.get(link.interface)?.keys() ?? [])] : [address];
}

function placeOf(name: string, address: IpAddress | null): string {
  return `${name} ${address ?? ''}`;
}
