import type { Drafts } from '../drafts.ts';
import { readEmbedded } from '../embedded.ts';
import type { KubernetesObject } from '../metadata.ts';
import { isMetallbConfig, readMetallbConfig } from '../metallbConfigmap/index.ts';
import { readClusterConfiguration, readKubeProxyConfiguration } from './component.ts';

/** ConfigMap v1: those of MetalLB before 0.13, of kube-proxy and of kubeadm; of others nothing is read. */
export function readConfigMap(object: KubernetesObject, drafts: Drafts): void {
  const data = object.fields.objectOrEmpty('data');
  const embedded = EMBEDDED.find(({ name, key }) => object.name === name && data.has(key));
  if (embedded === undefined) {
    if (isMetallbConfig(object)) readMetallbConfig(object, drafts);
    return;
  }
  const { key, read } = embedded;
  const fields = readEmbedded(data.text(key) ?? '', data.at(key), object.report);
  if (fields !== null) read(fields, drafts);
}

const EMBEDDED = [
  { name: 'kube-proxy', key: 'config.conf', read: readKubeProxyConfiguration },
  { name: 'kubeadm-config', key: 'ClusterConfiguration', read: readClusterConfiguration },
];
