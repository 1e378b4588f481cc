import { join } from 'node:path';
import { run } from '../command.ts';
import { startDaemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import { programOf } from '../tool/catalogue.ts';
import { commandLine } from '../tool/lookup.ts';
import type { Namespace } from './namespace.ts';

/** A packet capture. */
export interface Capture {
  /** The pcap file, complete once the capture is stopped. */
  readonly file: string;
  /** Stops it and gives a line for each packet, as `tcpdump -e -nn` prints them. */
  readonly stop: () => Promise<readonly string[]>;
}

export interface CaptureOptions {
  readonly namespace: Namespace;
  readonly interface: string;
  /** In the language of pcap-filter, as `arp and host 192.0.2.1`. */
  readonly filter: string;
}

/** Captures from the moment that it returns. */
export async function startCapture(
  lab: Lab,
  { namespace, interface: name, filter }: CaptureOptions,
): Promise<Capture> {
  const program = await programOf('tcpdump');
  const file = join(lab.folder, `capture-${++captures}.pcap`);
  const daemon = startDaemon(lab, {
    name: `${namespace.label}-tcpdump`,
    program,
    args: ['-i', name, '-U', '--immediate-mode', '-Z', 'root', '-w', file, filter],
    namespace,
  });
  await daemon.until('listens', () => (daemon.log().includes('listening on') ? true : null));
  return {
    file,
    stop: async () => {
      await daemon.stop();
      const text = await run(commandLine(program, ['-e', '-nn', '-Z', 'root', '-r', file], null));
      return text.split('\n').filter((line) => line !== '');
    },
  };
}

let captures = 0;
