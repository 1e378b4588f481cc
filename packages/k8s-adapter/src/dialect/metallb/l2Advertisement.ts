import type { L2Advertisement } from '../../model/advertisement.ts';
import type { Drafts } from '../drafts.ts';
import { readElection } from '../election.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { FIELD_NAMES } from './fieldNames.ts';
import { readNames, readSelection } from '../names.ts';
import { readSelector, readSelectors } from '../selector.ts';

/** L2Advertisement v1beta1. Without a spec it advertises every pool on every interface. */
export function readL2Advertisement(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  const value: L2Advertisement = {
    kind: 'l2',
    ref: object.ref,
    createdAt: object.createdAt,
    name: object.name,
    pools: readSelection(spec, 'ipAddressPools', 'ipAddressPoolSelectors'),
    serviceSelectors: readSelectors(spec, 'serviceSelectors'),
    namespaces: [],
    nodeSelectors: readSelectors(spec, 'nodeSelectors'),
    interfaces: readNames(spec, 'interfaces'),
    preferredNodes: readPreferredNodes(spec),
    election: readElection(object),
    virtualMac: false,
  };
  spec.warnOfUnknown();
  drafts.l2Advertisements.push({ value, names: FIELD_NAMES, report: object.report, path: spec.path });
}

function readPreferredNodes(spec: Fields): L2Advertisement['preferredNodes'] {
  return spec.objects('preferredNodeSelectors').map((item) => {
    const weight = item.integer('weight', 1, 100);
    if (weight === null && !item.has('weight')) item.missing('weight', '1 to 100');
    const preference = item.object('preference');
    item.warnOfUnknown();
    return {
      weight: weight ?? 1,
      selector: preference === null ? { matchLabels: {}, matchExpressions: [] } : readSelector(preference),
    };
  });
}
