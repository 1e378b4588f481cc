import { ConfigError } from '../config/error.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import type { Cluster } from '../model/cluster.ts';
import { didYouMean } from '../model/nearest.ts';
import { verdictDocument } from '../plan/verdictDocument.ts';
import { explain } from '../plan/explain.ts';
import type { Subject } from '../plan/explain.ts';
import { explanationDocument } from '../plan/explanationDocument.ts';
import { isGood } from '../plan/explanation.ts';
import type { Explanation } from '../plan/explanation.ts';
import { DEFAULT_PLAN, plan } from '../plan/plan.ts';
import { subjectOf } from '../plan/subject.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import { styleFor } from './style.ts';
import type { Style } from './style.ts';

export const flags: readonly string[] = flagsOf(inputSettings);

/** `fairlead explain service|address|peer|node NAME` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('explain service|address|peer|node NAME', ABOUT, inputSettings));
    return EXIT.ok;
  }
  const words: string[] = [];
  const config = load(inputSettings, { args, environment: io.environment, words });
  const subject = subjectIn(words);
  const { translation } = await readInput(config, io);
  const planned = plan(translation.cluster, { ...DEFAULT_PLAN, loadBalancerClass: config.loadBalancerClass });
  const explanation = explain(planned, subject);
  if (explanation === null) throw new ConfigError(absence(subject, planned.cluster));
  io.print(
    config.json
      ? `${JSON.stringify(explanationDocument(explanation), null, 2)}\n`
      : printed(explanation, styleFor(io)),
  );
  return explanation.isGood ? EXIT.ok : EXIT.problems;
}

/** What the words name; those of a command line are wrong in another way than those of a caller. */
function subjectIn(words: readonly string[]): Subject {
  try {
    return subjectOf(words);
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError(error.message, { cause: error });
    throw error;
  }
}

/** That there is no such thing, and what there is. */
function absence(subject: Subject, { services, nodes, config }: Cluster): string {
  switch (subject.kind) {
    case 'service': {
      const name = `${subject.namespace}/${subject.name}`;
      return absenceOf(
        'Service',
        name,
        services.map(({ key }) => key),
      );
    }
    case 'peer':
      return absenceOf(
        'peer',
        subject.name,
        config.peers.map(({ name }) => name),
      );
    case 'node':
      return absenceOf(
        'node',
        subject.name,
        nodes.map(({ name }) => name),
      );
    case 'address':
      return `there is no address ${subject.address} in the input`;
  }
}

function absenceOf(kind: string, name: string, known: readonly string[]): string {
  const [first, ...others] = [...known].sort();
  if (first === undefined)
    return `there is no ${kind} ${name} in the input, nor any other ${kind} that is sound; fairlead validate tells`;
  const shown = [first, ...others].slice(0, SHOWN).join(', ');
  const more = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : '';
  const hint = didYouMean(name, known) || ', or it is broken: fairlead validate tells';
  return `there is no ${kind} ${name} in the input, which has ${shown}${more}${hint}`;
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

const SHOWN = 5;

const ABOUT = `Tells every verdict on the way from an object to its announcement, and what to do about the bad ones.
Exits with 0 where the subject works, with 1 where it does not.`;
