import { createServer } from 'node:net';

/** The first three octets of addresses on loopback that nobody uses; 127.0.0 is what the manifests say. */
export async function findNetwork(): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const network = `127.${octet()}.${octet()}`;
    const error = await tryToListen(`${network}.21`, ROUTER_PORT);
    if (error === null) return network;
    if (error === 'EADDRNOTAVAIL') return await ownAliases();
  }
  throw new Error(`port ${ROUTER_PORT} is in use on ${ATTEMPTS} addresses of loopback in a row`);
}

/** Systems other than Linux have 127.0.0.1 alone until they are told of more. */
async function ownAliases(): Promise<string> {
  const missing: string[] = [];
  for (const host of HOSTS) {
    const error = await tryToListen(`127.0.0.${host}`, ROUTER_PORT);
    if (error === 'EADDRNOTAVAIL') missing.push(`sudo ifconfig lo0 alias 127.0.0.${host}`);
    else if (error !== null)
      throw new Error(`cannot listen on 127.0.0.${host} port ${ROUTER_PORT}: ${error}`);
  }
  if (missing.length === 0) return '127.0.0';
  throw new Error(
    `this system has no addresses on loopback for three nodes and two routers; add them once:\n  ${missing.join('\n  ')}`,
  );
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? 'unknown');
    });
    server.listen({ host, port }, () => {
      server.close(() => {
        resolve(null);
      });
    });
  });
}

function octet(): number {
  return 1 + Math.floor(Math.random() * 254);
}

export const ROUTER_PORT = 1790;
const HOSTS = [11, 12, 13, 21, 22];
const ATTEMPTS = 20;
