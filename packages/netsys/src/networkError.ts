import { getSystemErrorMap } from 'node:util';

/** What the kernel, or a missing addon, refused: `code` is the name of the errno or one of `ERR_ADDON_*`. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Passes on what a system call answered; a negative errno becomes a `NetworkError` that says what was tried. */
export function checked(result: number, doing: string): number {
  if (result < 0) throw refusal(result, doing);
  return result;
}

/** The error for a negative errno, with the remedy where there is one. */
export function refusal(negativeErrno: number, doing: string): NetworkError {
  const [code, text] = getSystemErrorMap().get(negativeErrno) ?? [`errno ${-negativeErrno}`, 'refused'];
  return new NetworkError(code, `${doing}: ${remedies[code] ?? text}`);
}

export const EAGAIN = -11;
export const ENXIO = -6;
export const ENETDOWN = -100;
export const ENOBUFS = -105;

const remedies: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files; raise the limit (ulimit -n)',
};
