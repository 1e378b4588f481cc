import { connect } from 'node:net';

/**
 * Asks one FRR daemon over its vty socket, as vtysh does: commands end with NUL, answers with three NULs and a status.
 * Gives what the last command printed.
 */
export async function askVty(socketPath: string, commands: readonly string[]): Promise<string> {
  const socket = connect(socketPath);
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`${socketPath} does not answer`)));
  let received: Buffer = Buffer.alloc(0);
  const answers: string[] = [];
  try {
    socket.write(`${commands[0] ?? ''}\0`);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf(END);
      if (end < 0 || received.length < end + END.length + 1) continue;
      const answer = received.toString('utf8', 0, end);
      const status = received[end + END.length];
      received = received.subarray(end + END.length + 1);
      const asked = commands[answers.length] ?? '';
      if (!SUCCESS.has(status ?? -1)) throw new Error(`FRR refuses "${asked}": ${answer.trim()} (${status})`);
      answers.push(answer);
      const next = commands[answers.length];
      if (next === undefined) return answer;
      socket.write(`${next}\0`);
    }
  } finally {
    socket.destroy();
  }
  throw new Error(`${socketPath} closed the connection`);
}

const PATIENCE = 30_000;
const END = Buffer.from([0, 0, 0]);
/** CMD_SUCCESS, and CMD_SUCCESS_DAEMON. */
const SUCCESS: ReadonlySet<number> = new Set([0, 10]);
