import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metallbDefinitions, startFairlead } from '../../lab/index.ts';
import type { ApiServer, Daemon, FabricNode, Lab } from '../../lab/index.ts';

/** Fairlead in a cluster: what its manifest makes there, and its programs with the rights of their service accounts. */
export interface Installation {
  readonly startController: (...args: readonly string[]) => Daemon;
  readonly startSpeaker: (node: FabricNode, ...args: readonly string[]) => Daemon;
  /** The same, without some capabilities. */
  readonly startSpeakerWithout: (
    without: readonly string[],
    node: FabricNode,
    ...args: readonly string[]
  ) => Daemon;
  /** What the programs said last, for whoever reads a failure. */
  readonly lastWords: () => string;
}

/** Applies what a user applies: MetalLB's definitions are there already, and then comes our manifest. */
export async function installFairlead(lab: Lab, server: ApiServer): Promise<Installation> {
  await server.client.apply(await metallbDefinitions());
  await server.client.apply(readFileSync(MANIFEST, 'utf8'));
  await server.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'metallb-system' } });
  const kubeconfig = async (account: string): Promise<string> =>
    server.kubeconfig(await server.serviceAccountToken('fairlead-system', account));
  const [controller, speaker] = [
    await kubeconfig('fairlead-controller'),
    await kubeconfig('fairlead-speaker'),
  ];
  const programs: Daemon[] = [];
  const start = (options: Parameters<typeof startFairlead>[1]): Daemon => {
    const program = startFairlead(lab, options);
    programs.push(program);
    return program;
  };
  const speakerOn = ({ name, namespace }: FabricNode, args: readonly string[]) => ({
    name: `speaker-${name}`,
    args: ['speaker', '--node-name', name, '--kubeconfig', speaker, ...httpOff(args), ...args],
    namespace,
  });
  return {
    startController: (...args) =>
      start({
        name: 'controller',
        args: ['controller', '--kubeconfig', controller, '--http', 'off', ...args],
      }),
    startSpeaker: (node, ...args) => start(speakerOn(node, args)),
    startSpeakerWithout: (without, node, ...args) => start({ ...speakerOn(node, args), without }),
    lastWords: () =>
      programs.map((program) => `${program.name}:\n${program.log().slice(-LAST_WORDS)}`).join('\n'),
  };
}

function httpOff(args: readonly string[]): readonly string[] {
  return args.includes('--http') ? [] : ['--http', 'off'];
}

const MANIFEST = join(import.meta.dirname, '../../../packages/k8s-adapter/deploy/fairlead.yaml');
const LAST_WORDS = 3000;
