import { eventually } from '@fairlead/testing';

/** As `eventually`, with the patience that a whole cluster on a busy machine needs. */
export async function wait<T>(what: string, probe: () => Promise<T | null> | T | null): Promise<T> {
  return await eventually(what, probe, { within: 90_000, every: 100 });
}

/** Waits until `probe` answers exactly this. */
export async function waitFor<T>(what: string, probe: () => Promise<T>, wanted: T): Promise<void> {
  const text = JSON.stringify(wanted);
  await wait(`${what} is ${text}`, async () => {
    const found = JSON.stringify(await probe());
    if (found !== text) throw new Error(`it is ${found}`);
    return true;
  });
}
