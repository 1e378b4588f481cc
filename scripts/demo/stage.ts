import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairleadProcess } from './fairleadProcess.ts';
import { findNetwork, ROUTER_PORT } from './loopback.ts';
import { Router } from './router.ts';

/** Three nodes, two routers and a copy of the manifests that can be edited. */
export class Stage {
  readonly nodes: readonly FairleadProcess[];
  readonly spine: Router;
  readonly core: Router;
  readonly manifests: string;
  readonly #folder: string;

  static async prepare(source: string): Promise<Stage> {
    const network = await findNetwork();
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-demo-'));
    const manifests = join(folder, 'manifests');
    cpSync(source, manifests, { recursive: true });
    for (const name of readdirSync(manifests)) {
      const file = join(manifests, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('127.0.0.', `${network}.`));
    }
    return new Stage(network, folder, manifests);
  }

  private constructor(network: string, folder: string, manifests: string) {
    this.#folder = folder;
    this.manifests = manifests;
    const addresses = [11, 12, 13].map((host) => `${network}.${host}`);
    this.nodes = ['node-a', 'node-b', 'node-c'].map(
      (node, index) => new FairleadProcess({ node, address: addresses[index] ?? '', manifests, folder }),
    );
    const common = { port: ROUTER_PORT, neighbors: addresses, neighborAsn: NODE_ASN };
    this.spine = new Router({ ...common, name: 'spine', asn: 64512, address: `${network}.21` });
    this.core = new Router({ ...common, name: 'core', asn: NODE_ASN, address: `${network}.22` });
  }

  get routers(): readonly Router[] {
    return [this.spine, this.core];
  }

  async open(): Promise<void> {
    for (const router of this.routers) await router.start();
    for (const node of this.nodes) node.start();
  }

  node(name: string): FairleadProcess {
    const found = this.nodes.find(({ node }) => node === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.manifests, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${file} changes nothing`);
    writeFileSync(path, after);
  }

  /** Waits until something is so; after a while it never will be. */
  async until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      if (await Promise.resolve(isSo()).catch(() => false)) return;
      if (this.nodes.some(({ hasEnded }) => hasEnded))
        throw new Error(`a node has ended by itself\n${this.#logs()}`);
      if (performance.now() > end)
        throw new Error(`${what}: not within ${PATIENCE / 1000} s\n${this.#logs()}`);
      await sleep(20);
    }
  }

  #logs(): string {
    return this.nodes.map(({ node, log }) => `${node} says:\n${readFileSync(log, 'utf8')}`).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await Promise.all(this.routers.map((router) => router.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const NODE_ASN = 64500;
const PATIENCE = 20_000;
