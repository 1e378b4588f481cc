import type { Sound } from './sound.ts';

/** In IPVS mode every node has every address of a Service on a dummy interface, and answers ARP for it unless told not to. */
export function hintAtStrictArp({ kubeProxies }: Sound): void {
  for (const { mode, hasStrictArp, report, field } of kubeProxies) {
    if (mode !== 'ipvs' || hasStrictArp) continue;
    const message =
      'runs kube-proxy in IPVS mode without ipvs.strictARP: every node will answer ARP for every address, and layer 2 breaks';
    report.warning('strictArp', field, null, `${message}; set ipvs.strictARP to true`);
  }
}
