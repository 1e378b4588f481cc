import type { AdvertisementScope, Selection } from './advertisement.ts';
import type { Labels } from './object.ts';
import { selectsAny, selectsAnyOrAll } from './selector.ts';
import type { Service } from './service.ts';

/** Whether the selection holds the object, by name or by label. */
export function isSelected(
  { names, selectors }: Selection,
  { name, group, labels }: { readonly name: string; readonly group?: string; readonly labels: Labels },
): boolean {
  if (names.length === 0 && selectors.length === 0) return true;
  return names.includes(name) || names.includes(group ?? name) || selectsAny(selectors, labels);
}

/** Whether the advertisement is about the Service. */
export function coversService(
  { namespaces, serviceSelectors }: AdvertisementScope,
  { namespace, labels }: Service,
): boolean {
  return (
    (namespaces.length === 0 || namespaces.includes(namespace)) && selectsAnyOrAll(serviceSelectors, labels)
  );
}
