import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { downloadModule, findGoTool, goBuild } from './golang.ts';
import type { GoTool } from './golang.ts';
import { found } from './lookup.ts';
import type { Lookup } from './lookup.ts';

/** A program of Kubernetes: from the folder that KUBEBUILDER_ASSETS names, built earlier, or built now. */
export async function findKubernetes(program: string): Promise<Lookup> {
  const tool = {
    name: 'kubernetes',
    version: KUBERNETES_VERSION,
    programs: PROGRAMS,
    takes: '7 minutes',
    build,
  };
  return assetsProgram(program) ?? (await findGoTool(tool));
}

/** A program in the folder that KUBEBUILDER_ASSETS names. */
export function assetsProgram(name: string): Lookup | null {
  const folder = process.env['KUBEBUILDER_ASSETS'];
  if (folder === undefined || !existsSync(join(folder, name))) return null;
  return found([[name, { path: join(folder, name), over: null }]]);
}

/** The version of Kubernetes that the tests run against. */
export const KUBERNETES_VERSION = '1.36.3';

/** A module that requires k8s.io/kubernetes, with each of its staging modules at the release that belongs to it. */
async function build(_: GoTool, target: string): Promise<void> {
  const module = await mkdtemp(join(tmpdir(), 'fairlead-kubernetes-'));
  try {
    const go = async (...args: readonly string[]): Promise<string> =>
      await run(['go', ...args], { cwd: module, timeout: 15 * 60_000 });
    const source = await downloadModule(`k8s.io/kubernetes@v${KUBERNETES_VERSION}`, module);
    const imports = PROGRAMS.map((program) => `import _ "k8s.io/kubernetes/cmd/${program}"\n`);
    await writeFile(join(module, 'main.go'), `package lab\n\n${imports.join('')}`);
    await go('mod', 'init', 'lab');
    await go('mod', 'edit', '-require', `k8s.io/kubernetes@v${KUBERNETES_VERSION}`);
    const staged = (await readFile(join(source, 'go.mod'), 'utf8')).matchAll(
      /^\t(k8s\.io\/[a-z0-9-]+) => \.\/staging/gm,
    );
    const replacements = [...staged].map(
      ([, name]) => `-replace=${name}=${name}@v0${KUBERNETES_VERSION.slice(1)}`,
    );
    await go('mod', 'edit', ...replacements);
    await copyFile(join(source, 'go.sum'), join(module, 'go.sum'));
    await chmod(join(module, 'go.sum'), 0o644);
    await go('mod', 'tidy');
    await goBuild(
      module,
      target,
      PROGRAMS.map((program) => `k8s.io/kubernetes/cmd/${program}`),
      `-X k8s.io/component-base/version.gitVersion=v${KUBERNETES_VERSION}`,
    );
  } finally {
    await rm(module, { recursive: true, force: true });
  }
}

const PROGRAMS = ['kube-apiserver', 'kube-controller-manager', 'kube-proxy'];
