/** One thing that an operator can set: by flag, by environment, by file, in this order of strength. */
export interface Setting<T> {
  /** The long flag without its dashes; the environment variable is FAIRLEAD_ and the same in capitals. */
  readonly flag: string;
  readonly short?: string;
  /** What stands for the value in the help; `null` for a switch that takes none. */
  readonly argument: string | null;
  readonly about: string;
  /** Environment variables of other products that mean the same. */
  readonly alsoFrom?: readonly string[];
  /** May be given several times; the values are joined by commas. */
  readonly isList?: boolean;
  readonly default: T;
  /** Reads the value as it is written; throws a `RangeError` that says what it must be. */
  readonly parse: (text: string) => T;
}

/** Settings by the name that they have in a configuration file and in the code. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The settings whose values are a configuration of this type. */
export type SettingsOf<T> = { readonly [Name in keyof T]: Setting<T[Name]> };

export function environmentNames({ flag, alsoFrom = [] }: Setting<unknown>): readonly string[] {
  return [`FAIRLEAD_${flag.toUpperCase().replaceAll('-', '_')}`, ...alsoFrom];
}
