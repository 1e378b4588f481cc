import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importDebianImage } from './debianImage.ts';
import type { Docker } from './docker.ts';

/** Gives a Docker daemon without a registry an image of FRR that starts the daemons its configuration names. */
export async function importFrrImage(docker: Docker, name: string): Promise<void> {
  await importDebianImage(docker, name, {
    about: 'FRR',
    packages: PACKAGES,
    users: ['frr', 'frrvty'],
    prepare: async (root) => {
      await writeFile(
        join(root, 'etc/pam.d/other'),
        'auth required pam_permit.so\naccount required pam_permit.so\n',
      );
    },
    instructions: [`CMD ${JSON.stringify(['sh', '-c', START])}`],
  });
}

const START = 'install -d -o frr /run/frr && /usr/lib/frr/frrinit.sh start && exec sleep infinity';

const PACKAGES = [
  ['base-files', 'bash', 'coreutils', 'dash', 'findutils', 'frr', 'grep', 'iproute2', 'libc-bin'],
  ['libpam-modules', 'mawk', 'procps', 'sed', 'util-linux', 'wget'],
].flat();
