// Three nodes and two routers on loopback, from MetalLB objects and Services: no cluster, no root, no router needed.
import { join } from 'node:path';
import { voiceOf } from './demo/print.ts';
import { Stage } from './demo/stage.ts';
import { tell } from './demo/story.ts';

const unknown = process.argv.slice(2).filter((word) => word !== '--stay');
if (unknown.length > 0) {
  console.error(
    `fairlead: the demo does not know ${unknown.join(' ')}; there is --stay, which keeps it running`,
  );
  process.exit(2);
}

const voice = voiceOf(process.stdout, process.env);
try {
  const stage = await Stage.prepare(join(import.meta.dirname, '../examples/demo'));
  const interrupted = new Promise<true>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve(true);
      });
  });
  try {
    const isInterrupted = await Promise.race([tell(stage, voice).then(() => false), interrupted]);
    if (isInterrupted) process.exitCode = 130;
    else if (process.argv.includes('--stay')) {
      voice.say(howToLook(stage));
      await interrupted;
    }
  } finally {
    await stage.close();
  }
} catch (error) {
  console.error(`fairlead: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

process.exit();

function howToLook({ nodes, manifests }: Stage): string {
  const [first] = nodes;
  return `
Still running; end it with Ctrl-C. Meanwhile:
  curl ${first?.statusUrl ?? ''}                   what ${first?.node ?? ''} gives and announces
  curl ${first?.statusUrl.replace('/status', '/metrics') ?? ''}                  its metrics
  edit the files in ${manifests}   and look again`;
}
