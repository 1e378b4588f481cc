/** Builders for what a decoded message is expected to be. */

export function open(
  fields: { readonly asn: number; readonly holdTime: number; readonly routerId?: string },
  capabilities: readonly object[],
): object {
  return { kind: 'open', version: 4, routerId: '192.0.2.7', ...fields, capabilities };
}

export function update(parts: object): object {
  return {
    kind: 'update',
    withdrawn: [],
    announced: [],
    attributes: {},
    mpReach: null,
    mpUnreach: [],
    ...parts,
  };
}

export function nlri(prefix: string, pathId: number | null = null): object {
  return { prefix, pathId };
}

export function sequence(...asns: readonly number[]): object {
  return { kind: 'sequence', asns };
}
