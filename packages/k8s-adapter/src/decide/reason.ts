import { REASONS } from './reasonTable.ts';

export { REASONS } from './reasonTable.ts';

export type Reason = keyof typeof REASONS;

/** A reason with the names and values that its sentence needs. */
export type Verdict = { [R in Reason]: { readonly reason: R; readonly details: Details<R> } }[Reason];

/** One value for each `{name}` in the sentence of the reason. */
export type Details<R extends Reason> = {
  readonly [Name in Placeholder<(typeof REASONS)[R]['says']>]: string | number;
};

export function verdict<R extends Reason>(reason: R, details: Details<R>): Extract<Verdict, { reason: R }>;
export function verdict(reason: Reason, details: Readonly<Record<string, string | number>>): unknown {
  return { reason, details };
}

/** The verdict in words. */
export function sentence({ reason, details }: Verdict): string {
  const values = new Map<string, string | number>(Object.entries(details));
  return REASONS[reason].says.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values.get(name)));
}

/** What to do about it; empty where nothing is wrong. */
export function remedy({ reason }: Verdict): string {
  return REASONS[reason].remedy;
}

/** What is so, and what to do about it. */
export function explanation(of: Verdict): string {
  const advice = remedy(of);
  return advice === '' ? sentence(of) : `${sentence(of)}. ${advice}`;
}

/** The word as Kubernetes writes reasons of conditions and events. */
export function publicReason(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
