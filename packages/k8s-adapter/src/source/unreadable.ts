/** A path that was asked for cannot be read; the message says which and why. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
}
