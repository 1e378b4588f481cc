import { join } from 'node:path';
import { fairlead, withFiles } from '../support/cli.ts';
import { bgpAdvertisement, l2Advertisement, node, peer, slice } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

/** What each command writes with `--json`, of objects that let every field appear. */
export async function outputs(): Promise<ReadonlyMap<string, unknown>> {
  return await withFiles(FILES, async (folder) => {
    const at = (name: string): string => join(folder, name);
    const commands = new Map([
      ['validate', ['validate', '-f', at('cluster.yaml')]],
      ['plan', ['plan', '-f', at('cluster.yaml')]],
      ['plan --against', ['plan', '-f', at('other.yaml'), '--against', at('cluster.yaml')]],
      ['explain', ['explain', 'service', 'default/web', '-f', at('cluster.yaml')]],
      ['convert', ['convert', '-f', at('cluster.yaml'), '--to', 'metallb']],
      ['simulate', ['simulate', '-f', at('cluster.yaml'), '--events', at('events.yaml')]],
    ]);
    const written = new Map<string, unknown>();
    for (const [name, words] of commands) {
      const { output } = await fairlead([...words, '--json']);
      written.set(name, JSON.parse(output));
    }
    return written;
  });
}

/** The paths of all fields of an output, like `services[].addresses`; what is in `OPEN` is not looked into. */
export function fieldsOf(value: unknown, path = ''): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: unknown, at: string): void => {
    if (Array.isArray(each)) {
      for (const item of each) visit(item, `${at}[]`);
    } else if (typeof each === 'object' && each !== null) {
      for (const [name, inner] of Object.entries(each)) {
        const below = at === '' ? name : `${at}.${name}`;
        found.add(below);
        if (!OPEN.has(below.replace(/^.*\./, '')) && below !== 'objects[].object') visit(inner, below);
      }
    }
  };
  visit(value, path);
  return found;
}

/** Their fields depend on the reason. */
const OPEN: ReadonlySet<string> = new Set(['details']);

const CLUSTER = [
  node('a', { address: '10.1.0.1' }),
  node('b', { address: '10.1.0.2' }),
  peer('tor', '10.1.0.254'),
  peer('spare', '10.1.0.253'),
  pool('routed', ['192.0.2.0/28', '2001:db8:7::/124']),
  pool('segment', ['10.1.0.100-10.1.0.109'], 'autoAssign: false'),
  pool('broken', ['nonsense']),
  bgpAdvertisement('one', 'ipAddressPools: [routed], localPref: 100').replace('64512', '64500'),
  bgpAdvertisement('two', 'ipAddressPools: [routed], localPref: 200, peers: [tor]'),
  l2Advertisement('segment', 'ipAddressPools: [segment]'),
  service('web', { spec: 'ipFamilyPolicy: PreferDualStack' }),
  service('disk', { annotations: 'metallb.io/address-pool: segment' }),
  slice('web', ['a', 'b']),
  slice('disk', ['a', 'b']),
  `---
{ apiVersion: fairlead.dev/v1alpha1, kind: AddressPool, metadata: { name: own }, spec: { addresses: [192.0.2.200], autoAssign: false, quotas: [{ limit: 1 }] } }
`,
].join('');

const FILES = {
  'cluster.yaml': CLUSTER,
  'other.yaml': CLUSTER.replace('"192.0.2.0/28"', '"192.0.2.64/28","2001:db8::/120"')
    .replace('peerAddress: 10.1.0.254', 'peerAddress: 10.1.0.254, dualStackAddressFamily: true')
    .replace('name: b, labels: {', 'name: c, labels: {'),
  'events.yaml': 'events: [{ at: 1s, node: a, do: die }]\n',
};
