import { setSysctls } from '../network/namespace.ts';
import type { Namespace } from '../network/namespace.ts';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import { programOf } from '../tool/catalogue.ts';
import { commandLine } from '../tool/lookup.ts';
import { run } from '../command.ts';

export interface KubeProxyOptions {
  readonly namespace: Namespace;
  /** The name of the Node object. */
  readonly node: string;
  /** A kubeconfig whose server the namespace reaches. */
  readonly kubeconfig: string;
}

/** Starts kube-proxy in its nftables mode; it carries the traffic of Services once it returns. */
export async function startKubeProxy(
  lab: Lab,
  { namespace, node, kubeconfig }: KubeProxyOptions,
): Promise<Daemon> {
  const [{ path }, nft] = [await programOf('kube-proxy'), await programOf('nftables', 'nft')];
  await setSysctls(namespace, { 'net.ipv4.ip_forward': 1, 'net.ipv6.conf.all.forwarding': 1 });
  const daemon = startDaemon(lab, {
    name: `${node}-kube-proxy`,
    program: { path, over: nft.over },
    args: [
      ['--proxy-mode', 'nftables', '--hostname-override', node, '--kubeconfig', kubeconfig],
      ['--conntrack-max-per-core', '0'],
    ].flat(),
    namespace,
  });
  await daemon.until('lays its tables', async () => {
    const tables = await run(commandLine(nft, ['list', 'tables'], namespace.name));
    return tables.includes('ip kube-proxy') ? true : null;
  });
  return daemon;
}
