import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

export interface FairleadOptions {
  readonly node: string;
  readonly address: string;
  /** The folder of manifests. */
  readonly manifests: string;
  /** Where it leaves its log and its memory. */
  readonly folder: string;
}

/** What `fairlead standalone` shows of the Services. */
export interface ServiceLine {
  readonly service: string;
  readonly addresses: readonly string[];
  readonly pools: readonly string[];
  readonly message: string;
}

/** One node: a `fairlead standalone` that speaks for it alone. */
export class FairleadProcess {
  readonly node: string;
  readonly address: string;
  readonly log: string;
  readonly #options: FairleadOptions;
  #child: ChildProcess | null = null;

  constructor(options: FairleadOptions) {
    this.#options = options;
    this.node = options.node;
    this.address = options.address;
    this.log = join(options.folder, `${options.node}.log`);
  }

  get statusUrl(): string {
    return `http://${this.address}:${HTTP_PORT}/status`;
  }

  start(): void {
    const { manifests, folder, node, address } = this.#options;
    const log = openSync(this.log, 'a');
    this.#child = spawn(
      process.execPath,
      [
        '--conditions=@fairlead/source',
        join(import.meta.dirname, '../../packages/k8s-adapter/src/fairlead.ts'),
        'standalone',
        ...['-f', manifests, '--node-name', node, '--http', `${address}:${HTTP_PORT}`],
        ...['--state-file', join(folder, `${node}.json`), '--drain', '0', '--log-format', 'text'],
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
  }

  /** Whether it ended by itself, which it should not. */
  get hasEnded(): boolean {
    return this.#child !== null && (this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  /** Stops it without a goodbye: connections stay open and nothing is said any more, as when a machine loses power. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || this.hasEnded) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(impatience);
  }

  async services(): Promise<readonly ServiceLine[]> {
    const { services } = JSON.parse(await get(this.statusUrl)) as {
      readonly services: readonly ServiceLine[];
    };
    return services;
  }
}

function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    });
    asked.on('error', reject).end();
  });
}

const HTTP_PORT = 7472;
