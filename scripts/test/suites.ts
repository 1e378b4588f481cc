/** A part of the tests that runs in a process of its own. */
export interface TestSuite {
  readonly name: string;
  readonly about: string;
  /** Files or globs, from the root of the repository. */
  readonly specs: readonly string[];
  /** The most that one test may take, in milliseconds. */
  readonly timeout: number;
}

export const suites: readonly TestSuite[] = [
  {
    name: 'unit',
    about: 'what each package says of itself, without a network',
    specs: [
      'packages/*/test/**/*.test.ts',
      'scripts/*/*.test.ts',
      'testing/test/**/*.test.ts',
      'bench/test/*.test.ts',
    ],
    timeout: 30_000,
  },
  {
    name: 'integration',
    about: 'real routers, a real API server, network namespaces',
    specs: ['integration/**/*.test.ts', 'examples/**/*.test.ts'],
    timeout: 120_000,
  },
];
