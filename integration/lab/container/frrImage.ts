import { importDebianImage } from './debianImage.ts';
import type { Docker } from './docker.ts';

/** Gives a Docker daemon without a registry an image of FRR that starts the daemons its configuration names. */
export async function importFrrImage(docker: Docker, name: string): Promise<void> {
  await importDebianImage(docker, name, {
    about: 'FRR',
    packages: PACKAGES,
    users: ['frr', 'frrvty'],
    instructions: [`CMD ${JSON.stringify(['sh', '-c', START])}`],
  });
}

const START = 'install -d -o frr /run/frr && /usr/lib/frr/frrinit.sh start && exec sleep infinity';

const PACKAGES = [
  ['base-files', 'bash', 'coreutils', 'dash', 'findutils', 'frr', 'grep', 'iproute2', 'libc-bin', 'mawk'],
  ['procps', 'sed', 'util-linux', 'wget'],
].flat();
