import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** A value for each set of labels. */
export type Samples = Iterable<readonly [labels: Readonly<Record<string, string>>, value: number]>;

export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Read when somebody asks, so that counting costs the hot path nothing. */
  readonly read: () => Samples | Promise<Samples>;
}

/** What `/metrics` tells: of this process, and what is added. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  return registry;
}

/** A value that goes up and down. */
export function addGauge(registry: Registry, { name, help, labels = [], read }: Metric): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect: async () => {
      const samples = await read();
      gauge.reset();
      for (const [of, value] of samples) gauge.set(of, value);
    },
  });
}

/** A value that only goes up while the process lives. */
export function addCounter(registry: Registry, { name, help, labels = [], read }: Metric): void {
  const counter: Counter = new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect: async () => {
      const samples = await read();
      counter.reset();
      for (const [of, value] of samples) counter.inc(of, value);
    },
  });
}

export const NO_LABELS: Readonly<Record<string, string>> = {};
