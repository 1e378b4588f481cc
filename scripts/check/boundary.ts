import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** The module specifiers that a source text imports or exports from. */
export function importsOf(source: string): readonly string[] {
  return ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName);
}

/** Why `file` may not import `specifier`, or `null`. Paths are from the root of the repository. */
export function violation(file: string, specifier: string): string | null {
  const target = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
  const rule = rules.find(({ from, to }) => from.test(file) && to.test(target));
  return rule === undefined ? null : rule.reason;
}

interface Rule {
  readonly from: RegExp;
  readonly to: RegExp;
  readonly reason: string;
}

const CORE = '(?:inet|bgp-core|l2-core|bfd-core)';
const core = new RegExp(`^packages/${CORE}/src/(?!node(?:/|\\.ts))`);
const coreDriver = new RegExp(`^packages/${CORE}/src/node(?:/|\\.ts)`);

const rules: readonly Rule[] = [
  {
    from: /./,
    to: /^@fairlead\/[^/]+\/(?:src|dist)\//,
    reason: 'a deep import; what index.ts does not list is private',
  },
  {
    from: /^(?:examples|integration|bench)\//,
    to: /^packages\//,
    reason: 'a deep import; use the public entry points',
  },
  { from: core, to: /^node:/, reason: 'a core knows nothing of Node' },
  {
    from: /^packages\/inet\/src\/address\.ts$/,
    to: /^(?!\.|packages\/|ip-num$)/,
    reason: 'inet depends on ip-num only',
  },
  {
    from: /^packages\/inet\/src\/(?!address\.ts$)/,
    to: /^(?!packages\/inet\/)/,
    reason: 'only address.ts uses ip-num',
  },
  { from: core, to: /^(?!packages\/|@fairlead\/inet$|ip-num$)/, reason: 'a core depends on inet only' },
  {
    from: coreDriver,
    to: /^(?!packages\/|node:|@fairlead\/inet$)/,
    reason: 'a driver depends on its core, inet and Node',
  },
  { from: core, to: /^packages\/[^/]+\/src\/node(?:\/|\.ts)/, reason: 'a core does not know its driver' },
  { from: /^packages\/bgp-core\/src\/wire\//, to: /\/session\//, reason: 'wire knows nothing of session' },
  {
    from: /^packages\/bgp-core\/src\/session\//,
    to: /\/wire\//,
    reason: 'session knows messages, never bytes',
  },
  { from: /^packages\/netsys\/src\//, to: /^@fairlead\/(?!inet$)/, reason: 'netsys depends on inet only' },
  {
    from: /^packages\/k8s-adapter\/src\/model\//,
    to: /^(?!packages\/k8s-adapter\/src\/model\/|@fairlead\/inet$)/,
    reason: 'the model depends on inet only',
  },
  {
    from: /^packages\/k8s-adapter\/src\/decide\//,
    to: /^(?!packages\/k8s-adapter\/src\/(?:model|decide)\/|@fairlead\/inet$)/,
    reason: 'decisions know the model only',
  },
  {
    from: /^packages\/k8s-adapter\/src\/plan\//,
    to: /^(?!packages\/k8s-adapter\/src\/(?:model|decide|plan)\/|@fairlead\/inet$)/,
    reason: 'plans know the model and the decisions only',
  },
  {
    from: /^packages\/k8s-adapter\/src\/(?:model|decide|plan|dialect|change|convert|library|simulate|virtual)\//,
    to: /^(?:node:|@kubernetes\/client-node)/,
    reason: 'what decides does no I/O',
  },
];
