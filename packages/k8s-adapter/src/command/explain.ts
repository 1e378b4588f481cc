import { parseIpAddress } from '@fairlead/inet';
import { ConfigError } from '../config/error.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import { verdictDocument } from '../plan/document.ts';
import type { VerdictDocument } from '../plan/document.ts';
import { explain } from '../plan/explain.ts';
import type { Subject } from '../plan/explain.ts';
import { isGood } from '../plan/explanation.ts';
import type { Explanation } from '../plan/explanation.ts';
import { DEFAULT_PLAN, plan } from '../plan/plan.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import { styleFor } from './style.ts';
import type { Style } from './style.ts';

/** What `fairlead explain --json` writes. */
export interface ExplanationDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Explanation';
  readonly subject: string;
  readonly summary: string;
  readonly good: boolean;
  readonly sections: readonly { readonly title: string; readonly verdicts: readonly VerdictDocument[] }[];
}

export const flags: readonly string[] = flagsOf(inputSettings);

/** `fairlead explain service|address|peer|node NAME` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('explain service|address|peer|node NAME', ABOUT, inputSettings));
    return EXIT.ok;
  }
  const words: string[] = [];
  const config = load(inputSettings, { args, environment: io.environment, words });
  const subject = subjectOf(words);
  const { translation } = await readInput(config, io);
  const planned = plan(translation.cluster, { ...DEFAULT_PLAN, loadBalancerClass: config.loadBalancerClass });
  const explanation = explain(planned, subject);
  if (explanation === null) {
    throw new ConfigError(
      `there is no ${words.join(' ')} in the input, or it is broken; fairlead validate tells`,
    );
  }
  io.print(
    config.json
      ? `${JSON.stringify(documentOf(explanation), null, 2)}\n`
      : printed(explanation, styleFor(io)),
  );
  return explanation.isGood ? EXIT.ok : EXIT.problems;
}

function subjectOf([kind, name, ...rest]: readonly string[]): Subject {
  if (kind === undefined || name === undefined || rest.length > 0) {
    throw new ConfigError(
      'what should be explained? say service NAMESPACE/NAME, address A, peer NAME or node NAME',
    );
  }
  switch (kind) {
    case 'service':
    case 'svc': {
      const [namespace = '', service] = name.split('/');
      return service === undefined
        ? { kind: 'service', namespace: 'default', name: namespace }
        : { kind: 'service', namespace, name: service };
    }
    case 'address': {
      const address = parseIpAddress(name);
      if (address === null) throw new ConfigError(`"${name}" is no IP address`);
      return { kind: 'address', address };
    }
    case 'peer':
    case 'node':
      return { kind, name };
    default:
      throw new ConfigError(`"${kind}" cannot be explained; say service, address, peer or node`);
  }
}

function documentOf({ subject, summary, isGood: good, sections }: Explanation): ExplanationDocument {
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Explanation',
    subject,
    summary,
    good,
    sections: sections.map(({ title, verdicts }) => ({ title, verdicts: verdicts.map(verdictDocument) })),
  };
}

function printed({ subject, summary, sections, isGood: good }: Explanation, style: Style): string {
  const colour = good ? style.good : style.bad;
  const parts = sections.map(({ title, verdicts }) => {
    const lines = verdicts.map((each) => {
      const { message, remedy } = verdictDocument(each);
      const mark = isGood(each) ? style.good('+') : style.warn('-');
      return `  ${mark} ${message}\n${remedy === '' ? '' : style.dim(`      ${remedy}\n`)}`;
    });
    return `\n${style.title(title)}\n${lines.join('')}`;
  });
  return `${style.title(subject)} ${colour(summary)}\n${parts.join('')}`;
}

const ABOUT = `Tells every verdict on the way from an object to its announcement, and what to do about the bad ones.
Exits with 0 where the subject works, with 1 where it does not.`;
