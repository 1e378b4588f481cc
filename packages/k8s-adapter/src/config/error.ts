/** What the operator asked for cannot be done: the message is one sentence that says what is wrong and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A server, a port or the like cannot be had: the message is one sentence that says what and what to do. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
