/** Tells listeners what happened, each event with its own arguments. */
export class Emitter<Events extends Record<keyof Events, readonly unknown[]>> {
  readonly #listeners: { [Name in keyof Events]?: readonly ((...event: Events[Name]) => void)[] } = {};

  on<Name extends keyof Events>(name: Name, listener: (...event: Events[Name]) => void): void {
    this.#listeners[name] = [...(this.#listeners[name] ?? []), listener];
  }

  off<Name extends keyof Events>(name: Name, listener: (...event: Events[Name]) => void): void {
    this.#listeners[name] = this.#listeners[name]?.filter((one) => one !== listener) ?? [];
  }

  /**
   * Listeners hear of it when the caller has come to rest, each for itself, so that nothing they do or throw comes between.
   */
  emitSoon<Name extends keyof Events>(name: Name, ...event: Events[Name]): void {
    for (const listener of this.#listeners[name] ?? []) {
      queueMicrotask(() => {
        listener(...event);
      });
    }
  }

  emit<Name extends keyof Events>(name: Name, ...event: Events[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(...event);
  }
}
