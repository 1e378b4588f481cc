/** Frames side by side in one array: frame `i` is `lengths[i]` octets from `starts[i]`. */
export interface FrameBatch {
  readonly octets: Uint8Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly count: number;
}
