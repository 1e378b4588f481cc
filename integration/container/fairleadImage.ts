import { join } from 'node:path';
import { addNpmCache, importNodeImage } from '../lab/index.ts';
import type { Docker, Lab } from '../lab/index.ts';

/** Builds the image of this checkout as the README says; it goes with the lab. */
export async function buildFairleadImage(lab: Lab, own: Docker): Promise<string> {
  const image = `fairlead:test-${process.pid}`;
  if (own.isOwn) {
    await importNodeImage(own, NODE_IMAGE);
    await addNpmCache(lab, own, { image: NODE_IMAGE, root: ROOT, workspaces: WORKSPACES });
  }
  const remove = async (): Promise<void> => {
    await own.docker(['image', 'rm', '--force', image]);
  };
  lab.onClose({ stop: remove, abandon: () => undefined });
  await own.docker(['build', ...(own.isOwn ? ['--network', 'none'] : []), '--tag', image, ROOT], {
    timeout: 600_000,
  });
  return image;
}

const ROOT = join(import.meta.dirname, '../..');
const NODE_IMAGE = 'node:24-bookworm';
const WORKSPACES = ['packages/k8s-adapter', 'packages/netsys'];
