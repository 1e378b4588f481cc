import { runIn } from '../../integration/lab/index.ts';
import type { Namespace } from '../../integration/lab/index.ts';

/** What a stream of one request per millisecond found. */
export interface Stream {
  readonly sent: number;
  readonly answered: number;
  /** The most requests in a row that were not answered: milliseconds. */
  readonly most: number;
  /** When the answered requests at both ends of that hole were sent, in seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Asks an address from a namespace for some seconds. */
export async function runStream(
  client: Namespace,
  program: string,
  address: string,
  seconds: number,
): Promise<Stream> {
  return JSON.parse(await runIn(client, [program, address, String(seconds)])) as Stream;
}
