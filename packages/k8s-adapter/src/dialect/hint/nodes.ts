import { formatSelector, selects } from '../../model/selector.ts';
import type { LabelSelector } from '../../model/selector.ts';
import type { Draft } from '../drafts.ts';
import type { Sound } from './sound.ts';

/** Selectors of nodes that select none, where the nodes are known. */
export function hintAtNodes({ cluster, bgpAdvertisements, l2Advertisements, peers }: Sound): void {
  if (cluster.nodes.length === 0) return;
  const look = (
    { report, path }: Draft<unknown>,
    field: string,
    selectors: readonly LabelSelector[],
  ): void => {
    if (selectors.length === 0) return;
    const isAny = cluster.nodes.some(({ labels }) => selectors.some((selector) => selects(selector, labels)));
    if (isAny) return;
    const text = selectors.map(formatSelector).join(' or ');
    report.warning('selectsNothing', `${path}.${field}`, text, `selects no node (${text})`);
  };
  for (const draft of [...bgpAdvertisements, ...l2Advertisements]) {
    look(draft, draft.names?.nodeSelectors ?? 'nodeSelectors', draft.value.nodeSelectors);
  }
  for (const draft of peers) look(draft, 'nodeSelectors', draft.value.nodeSelectors);
}
