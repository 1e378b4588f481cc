/** What a figure, or its ratio to the peer, should be. */
export interface Wanted {
  readonly kind: 'atLeast' | 'atMost';
  readonly of: 'value' | 'ratio';
  readonly limit: number;
}

export function atLeast(limit: number): Wanted {
  return { kind: 'atLeast', of: 'value', limit };
}

export function atMost(limit: number): Wanted {
  return { kind: 'atMost', of: 'value', limit };
}

export function ratioAtLeast(limit: number): Wanted {
  return { kind: 'atLeast', of: 'ratio', limit };
}

export function ratioAtMost(limit: number): Wanted {
  return { kind: 'atMost', of: 'ratio', limit };
}

/** Whether it was met; `null` where it is of a ratio and there was no peer. */
export function isMet({ kind, of, limit }: Wanted, value: number, ratio: number | null): boolean | null {
  const found = of === 'value' ? value : ratio;
  if (found === null) return null;
  return kind === 'atLeast' ? found >= limit : found <= limit;
}
