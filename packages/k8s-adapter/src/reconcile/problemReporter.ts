import { publicReason } from '../decide/reason.ts';
import type { EventRecorder } from '../k8s/event.ts';
import type { EventSubject } from '../k8s/event.ts';
import { formatRef } from '../model/object.ts';
import type { ObjectRef } from '../model/object.ts';
import { sentenceOf } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Log } from '../driver/log.ts';

export interface ProblemReporterOptions {
  /** All that there are now. */
  readonly problems: () => readonly Problem[];
  readonly log: Log;
  /** `null` where there is no cluster to write Events to. */
  readonly events: Pick<EventRecorder, 'record' | 'forget'> | null;
  /** The object as Events name it; `null` where it is not known well enough. */
  readonly subjectOf: (ref: ObjectRef) => EventSubject | null;
}

/** Says of each problem once that it is there, and once that it is gone. */
export class ProblemReporter {
  readonly #options: ProblemReporterOptions;
  #reported: ReadonlyMap<string, Problem> = new Map();
  #pending: NodeJS.Timeout | null = null;

  constructor(options: ProblemReporterOptions) {
    this.#options = options;
  }

  /** Looks at the problems soon, and once for all that change until then. */
  touch(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = null;
      this.report();
    }, SOON);
  }

  stop(): void {
    if (this.#pending !== null) clearTimeout(this.#pending);
    this.#pending = null;
  }

  report(): void {
    const now = new Map(this.#options.problems().map((problem) => [keyOf(problem), problem]));
    for (const [key, problem] of this.#reported) if (!now.has(key)) this.#mended(problem);
    for (const [key, problem] of now) if (!this.#reported.has(key)) this.#found(problem);
    this.#reported = now;
  }

  #found(problem: Problem): void {
    const { severity, code, object, field, value, origin } = problem;
    const fields = {
      reason: code,
      object: formatRef(object),
      ...(field !== '' && { field }),
      ...(value !== null && { value }),
      ...(origin !== null && { origin }),
    };
    const text = sentenceOf(problem);
    if (severity === 'error') this.#options.log.error(fields, `set aside: ${text}`);
    else if (severity === 'warning') this.#options.log.warn(fields, text);
    else this.#options.log.info(fields, text);
    const regarding = severity === 'note' ? null : this.#options.subjectOf(object);
    if (regarding === null) return;
    this.#options.events?.record({ type: 'Warning', reason: publicReason(code), message: text, regarding });
  }

  #mended({ code, object }: Problem): void {
    this.#options.log.info({ reason: code, object: formatRef(object) }, 'no longer a problem');
    const regarding = this.#options.subjectOf(object);
    if (regarding !== null) this.#options.events?.forget(regarding);
  }
}

function keyOf({ code, object, field, value, message }: Problem): string {
  return JSON.stringify([code, formatRef(object), field, value, message]);
}

const SOON = 200;
