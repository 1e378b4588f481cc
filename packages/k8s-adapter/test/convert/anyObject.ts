import fc from 'fast-check';

/** A Kubernetes object, whatever it is. */
export type AnyObject = Readonly<Record<string, unknown>>;

export const label = fc.constantFrom('one', 'two');
export const selector = fc.oneof(
  label.map((rack) => ({ matchLabels: { rack } })),
  label.map((rack) => ({ matchExpressions: [{ key: 'rack', operator: 'NotIn', values: [rack] }] })),
  fc.constant({ matchExpressions: [{ key: 'rack', operator: 'Exists' }] }),
);
export const selectors = fc.uniqueArray(selector, { maxLength: 2, selector: (each) => JSON.stringify(each) });
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
export const createdAt = maybe(
  fc.constantFrom('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
);
export const poolNames = ['p0', 'p1', 'p2'] as const;
export const peerNames = ['t0', 't1', 't2'] as const;
export const subset = (names: readonly string[]): fc.Arbitrary<readonly string[]> => fc.subarray([...names]);

/** Each pool has its own addresses, so that none is set aside. */
export const rangesOf = (index: number): fc.Arbitrary<readonly string[]> =>
  fc.subarray([`192.0.${index}.0/28`, `192.0.${index}.100-192.0.${index}.103`, `2001:db8:${index}::/124`], {
    minLength: 1,
  });

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  spec: unknown,
  more: AnyObject = {},
): AnyObject {
  const isScoped = apiVersion.startsWith('metallb.io');
  return JSON.parse(
    JSON.stringify({
      apiVersion,
      kind,
      metadata: { name, ...(isScoped && { namespace: 'metallb-system' }), ...more },
      spec,
    }),
  ) as AnyObject;
}
