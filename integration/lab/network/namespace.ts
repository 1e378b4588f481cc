import { run } from '../command.ts';
import type { RunOptions } from '../command.ts';
import type { Lab } from '../lab.ts';
import { removeNamespace } from '../sweep.ts';

/** A network namespace: a machine as far as the network is concerned. */
export interface Namespace {
  /** Its name below `/run/netns`. */
  readonly name: string;
  /** What it stands for, for whoever reads an error. */
  readonly label: string;
}

/** Gives a name to the namespace of a process, a container's say; it ends with the lab. */
export async function adoptNamespace(lab: Lab, label: string, pid: number): Promise<Namespace> {
  const namespace = registered(lab, label);
  await run(['ip', 'netns', 'attach', namespace.name, String(pid)]);
  return namespace;
}

/** Makes a namespace whose loopback is up and whose IPv6 addresses are usable at once. */
export async function createNamespace(lab: Lab, label: string): Promise<Namespace> {
  const namespace = registered(lab, label);
  await run(['ip', 'netns', 'add', namespace.name]);
  await run(['ip', '-n', namespace.name, 'link', 'set', 'lo', 'up']);
  await setSysctls(namespace, {
    'net.ipv6.conf.default.accept_dad': 0,
    'net.ipv6.conf.default.accept_ra': 0,
    'net.ipv6.conf.default.keep_addr_on_down': 1,
  });
  return namespace;
}

/** Runs a program inside. */
export async function runIn(
  { name }: Namespace,
  command: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return await run(['nsenter', `--net=/run/netns/${name}`, ...command], options);
}

/** Sets kernel parameters below `net`, which belong to the namespace. */
export async function setSysctls(
  namespace: Namespace,
  values: Readonly<Record<`net.${string}`, number | string>>,
): Promise<void> {
  const writes = Object.entries(values).map(
    ([name, value]) => `echo '${value}' > /proc/sys/${name.replaceAll('.', '/')}`,
  );
  await runIn(namespace, ['sh', '-ec', writes.join('\n')]);
}

/** A name, whose namespace is removed with the lab. */
function registered(lab: Lab, label: string): Namespace {
  const namespace = { name: `${lab.uniqueName()}-${label}`, label };
  const remove = (): void => {
    removeNamespace(namespace.name);
  };
  lab.onClose({ stop: remove, abandon: remove });
  return namespace;
}
