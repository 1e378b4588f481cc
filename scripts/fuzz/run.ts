import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget, Random } from '@fairlead/testing';
import { mutate } from './mutate.ts';
import { randomFrom } from './random.ts';
import { shrink } from './shrink.ts';

export interface FuzzOptions {
  readonly executions: number;
  readonly seed: number;
  /** Told how many executions there were, every some seconds. */
  readonly onProgress: (executions: number) => void;
}

/** Feeds a target with mutated and with new inputs; the files of those that showed a fault. */
export function fuzz(target: FuzzTarget, { executions, seed, onProgress }: FuzzOptions): readonly string[] {
  const random = randomFrom(seed);
  const seeds = target.seeds();
  const found = new Map<string, string>();
  let reported = performance.now();
  for (let done = 0; done < executions; done++) {
    const input = nextInput(target, seeds, random);
    const fault = faultOf(target, input);
    if (fault !== null && !found.has(fault) && found.size < MOST_FAULTS) {
      const shortest = shrink(input, (candidate) => faultOf(target, candidate) === fault);
      found.set(fault, save(target, shortest, fault));
    }
    if (done % 1000 === 0 && performance.now() - reported > REPORT_EVERY) {
      reported = performance.now();
      onProgress(done);
    }
  }
  return [...found.values()];
}

function nextInput(target: FuzzTarget, seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const isNew = seeds.length === 0 || random.below(3) === 0;
  const input = isNew ? target.generate(random) : (seeds[random.below(seeds.length)] ?? new Uint8Array(0));
  const other = seeds[random.below(Math.max(1, seeds.length))] ?? input;
  const mutated = isNew && random.below(2) === 0 ? input : mutate(input, other, random);
  return random.below(4) === 0 ? mutated : target.repair(mutated);
}

/** What is wrong when the target runs with an input: an error, or more time than anything may take. */
function faultOf(target: FuzzTarget, input: Uint8Array): string | null {
  try {
    if (timeOf(target, input) < MOST_MILLIS) return null;
    // Others want the processor too: only its own time tells.
    return processorTimeOf(target, input) > MOST_MILLIS ? `takes longer than ${MOST_MILLIS} ms` : null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function timeOf(target: FuzzTarget, input: Uint8Array): number {
  const started = performance.now();
  target.run(input);
  return performance.now() - started;
}

function processorTimeOf(target: FuzzTarget, input: Uint8Array): number {
  const before = process.cpuUsage();
  target.run(input);
  return process.cpuUsage(before).user / 1000;
}

function save(target: FuzzTarget, input: Uint8Array, fault: string): string {
  const name = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const file = join(target.crashes, `${name}.hex`);
  const lines =
    Buffer.from(input)
      .toString('hex')
      .match(/.{1,96}/g) ?? [];
  mkdirSync(target.crashes, { recursive: true });
  writeFileSync(file, `# ${fault.split('\n')[0] ?? ''}\n${lines.join('\n')}\n`);
  return file;
}

const REPORT_EVERY = 10_000;
const MOST_FAULTS = 20;
const MOST_MILLIS = 500;
