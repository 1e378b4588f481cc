import { join } from 'node:path';
import { request } from 'node:http';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import { ownLoopback } from '../network/loopback.ts';
import { programOf } from '../tool/catalogue.ts';

/** The store behind an API server. */
export interface Etcd {
  readonly url: string;
  readonly daemon: Daemon;
}

export async function startEtcd(lab: Lab): Promise<Etcd> {
  const address = ownLoopback();
  const port = FIRST_PORT + 2 * instances++;
  const [client, peer] = [`http://${address}:${port}`, `http://${address}:${port + 1}`];
  const daemon = startDaemon(lab, {
    name: 'etcd',
    program: await programOf('etcd'),
    args: [
      ['--data-dir', join(lab.folder, `etcd-${port}`)],
      ['--listen-client-urls', client, '--advertise-client-urls', client],
      ['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ['--initial-cluster', `default=${peer}`],
      ['--unsafe-no-fsync', '--log-level', 'warn', '--quota-backend-bytes', String(QUOTA)],
    ].flat(),
  });
  await daemon.until('is healthy', async () => await isHealthy(`${client}/health`));
  return { url: client, daemon };
}

async function isHealthy(url: string): Promise<true | null> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? true : null);
    });
    asked.once('error', reject).end();
  });
}

let instances = 0;
const FIRST_PORT = 2379;
const QUOTA = 2 ** 32;
