import { createServer } from 'node:net';
import type { Node } from '../model/node.ts';

/** Those of the nodes that this machine is: whose address one can listen on. */
export async function localNodes(nodes: readonly Node[]): Promise<readonly Node[]> {
  const found = await Promise.all(nodes.map(async (node) => ((await isLocal(node)) ? [node] : [])));
  return found.flat();
}

async function isLocal({ internalAddresses }: Node): Promise<boolean> {
  const answers = await Promise.all(internalAddresses.map(canListenOn));
  return answers.includes(true);
}

function canListenOn(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: address, port: 0 }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
