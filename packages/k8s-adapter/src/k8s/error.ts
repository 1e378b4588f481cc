import { STATUS_CODES } from 'node:http';
import { seconds, toMillis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** A refusal by the API server, with the words it gave. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The word of the API server, such as `NotFound` or `Expired`; empty where it gave none. */
  readonly reason: string;
  readonly retryAfter: Millis | null;

  constructor(message: string, status: number, reason: string, retryAfter: Millis | null = null) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

/** Reads the `Status` object that comes with a refusal; a proxy in between may send anything instead. */
export function apiError(request: string, status: number, body: string, retryAfter?: string): ApiError {
  const text = readStatus(body);
  const code = text.code ?? status;
  return new ApiError(
    `${request}: ${text.message ?? STATUS_CODES[code] ?? 'refused'} (${code})`,
    code,
    text.reason ?? '',
    /^\d{1,6}$/.test(retryAfter ?? '') ? toMillis(seconds(Number(retryAfter))) : null,
  );
}

/** The version asked for is no longer kept (410): only a new list helps. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 410 || error.reason === 'Expired');
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403;
}

/** Somebody else wrote first (409). */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

/** The object is not acceptable as it is: writing it again is of no use (400, 403, 404, 422 and the like). */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status >= 400 && error.status < 500 && ![401, 408, 409, 429].includes(error.status);
}

interface StatusText {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

function readStatus(body: string): StatusText {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  return {
    ...('message' in value && typeof value.message === 'string' && { message: value.message }),
    ...('reason' in value && typeof value.reason === 'string' && { reason: value.reason }),
    ...('code' in value && typeof value.code === 'number' && { code: value.code }),
  };
}
