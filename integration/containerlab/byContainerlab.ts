import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFairleadImage } from '../container/fairleadImage.ts';
import { importFrrImage, run, startDocker } from '../lab/index.ts';
import type { Lab } from '../lab/index.ts';
import type { Deployment } from './deployment.ts';
import { FOLDER } from './topology.ts';

/** Deploys the topology as a user would, with the image of this checkout. */
export async function deployByContainerlab(lab: Lab): Promise<Deployment> {
  const own = await startDocker(lab);
  const { docker } = own;
  const images: Record<string, string> = { FAIRLEAD_IMAGE: await buildFairleadImage(lab, own) };
  if (own.isOwn) {
    images['FRR_IMAGE'] = 'frr:lab';
    await importFrrImage(own, images['FRR_IMAGE']);
  }

  const folder = join(lab.folder, 'containerlab');
  await cp(FOLDER, folder, { recursive: true });
  const containerlab = async (...args: readonly string[]): Promise<string> =>
    await run(['containerlab', ...args], {
      cwd: folder,
      env: { ...own.env, ...images, ...QUIET },
      timeout: 300_000,
    });
  const name = lab.uniqueName();
  const files = ['--topo', 'fairlead.clab.yml', '--name', name];
  const destroy = async (): Promise<void> => {
    await containerlab('destroy', ...files, '--cleanup');
  };
  lab.onClose({ stop: destroy, abandon: () => undefined });
  await containerlab('deploy', ...files);

  const inside = async (node: string, command: readonly string[]): Promise<string> =>
    await docker(['exec', `clab-${name}-${node}`, ...command]);
  return {
    show: async (command) => await inside('spine', ['vtysh', '-c', command]),
    ip: async (machine, args) => await inside(machine, ['ip', ...args]),
    get: async (url) => await inside('client', ['wget', '-q', '-O', '-', '-T', '2', url]),
  };
}

const QUIET = { CLAB_VERSION_CHECK: 'disable' };
