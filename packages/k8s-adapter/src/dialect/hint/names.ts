import type { Selection } from '../../model/advertisement.ts';
import type { Labels } from '../../model/object.ts';
import { formatSelector, selects } from '../../model/selector.ts';
import type { Draft } from '../drafts.ts';
import type { Sound } from './sound.ts';

/** Names of pools and peers that nothing has, and selectors that select none. */
export function hintAtNames({ cluster, bgpAdvertisements, l2Advertisements }: Sound): void {
  const { pools, peers } = cluster.config;
  for (const draft of [...bgpAdvertisements, ...l2Advertisements]) {
    const { names, value } = draft;
    if (names !== null) look(draft, value.pools, pools, 'pool', names.pools, names.poolSelectors);
  }
  for (const draft of bgpAdvertisements) {
    const { names, value } = draft;
    if (names !== null) look(draft, value.peers, peers, 'peer', names.peers, `${names.peers}Selectors`);
  }
}

function look(
  { report, path }: Draft<unknown>,
  { names, selectors }: Selection,
  objects: readonly { readonly name: string; readonly group?: string; readonly labels: Labels }[],
  kind: string,
  namesField: string,
  selectorsField: string,
): void {
  names.forEach((name, index) => {
    if (objects.some((object) => object.name === name || object.group === name)) return;
    const message = `is "${name}", but there is no sound ${kind} of that name`;
    report.warning('unknownReference', `${path}.${namesField}[${index}]`, name, message);
  });
  selectors.forEach((selector, index) => {
    if (objects.some(({ labels }) => selects(selector, labels))) return;
    const text = formatSelector(selector);
    report.warning(
      'selectsNothing',
      `${path}.${selectorsField}[${index}]`,
      text,
      `selects no ${kind} (${text})`,
    );
  });
}
