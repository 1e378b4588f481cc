import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { ResponderOptions } from '@fairlead/l2-core';
import type { Layer2Event, LinkAddresses, LinkStatus, Problem } from '@fairlead/l2-core/node';
import type { Lab, Namespace } from '../../lab/index.ts';
import type { HostCall, HostMessage } from './hostMessage.ts';

/** What the process of a host may do: `all`, or the capabilities named and nothing else. */
export type Capabilities = 'all' | readonly ('net_raw' | 'net_admin')[];

/** A responder in a process of its own, inside a namespace. */
export interface Host {
  readonly namespace: Namespace;
  readonly events: readonly Layer2Event[];
  readonly own: (wanted: readonly LinkAddresses[]) => Promise<readonly Problem[]>;
  readonly release: (
    interfaceName: string,
    addresses: readonly IpAddress[],
    successor?: MacAddress,
  ) => Promise<void>;
  /** Sends frames given as hexadecimal digits, as they are. */
  readonly send: (interfaceName: string, ...frames: readonly string[]) => Promise<void>;
  readonly status: () => Promise<readonly LinkStatus[]>;
  readonly close: () => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** SIGKILL: no goodbye. */
  readonly kill: () => Promise<void>;
}

export async function startHost(
  lab: Lab,
  namespace: Namespace,
  options: ResponderOptions = {},
  capabilities: Capabilities = 'all',
): Promise<Host> {
  const node = [process.execPath, '--conditions=@fairlead/source', PROGRAM];
  const inside = ['nsenter', `--net=/run/netns/${namespace.name}`, ...limited(capabilities), ...node];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...inside], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const events: Layer2Event[] = [];
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  const ready = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message: HostMessage) => {
      switch (message.kind) {
        case 'ready':
          resolve();
          return;
        case 'event':
          events.push(message.event);
          return;
        case 'answer':
          waiting.get(message.id)?.resolve(message.value);
          return;
        case 'failure':
          waiting.get(message.id)?.reject(new Error(message.message));
      }
    });
  });
  const call = async (what: HostCall): Promise<unknown> => {
    const id = ++calls;
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    child.send({ id, call: what });
    return await answer;
  };
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  lab.onClose({ stop: kill, abandon: () => child.kill('SIGKILL') });
  await ready;
  await call({ method: 'open', options });
  return {
    namespace,
    events,
    own: async (wanted) => (await call({ method: 'own', wanted })) as readonly Problem[],
    release: async (name, addresses, successor) => {
      await call({ method: 'release', interface: name, addresses, successor: successor ?? null });
    },
    send: async (name, ...frames) => {
      await call({ method: 'send', interface: name, frames });
    },
    status: async () => (await call({ method: 'status' })) as readonly LinkStatus[],
    close: async () => {
      await call({ method: 'close' });
    },
    signal: (signal) => child.kill(signal),
    kill,
  };
}

/** The capabilities that a process may have at most are those of its bounding set. */
function limited(capabilities: Capabilities): readonly string[] {
  if (capabilities === 'all') return [];
  const set = ['-all', ...capabilities.map((name) => `+${name}`)].join();
  return ['setpriv', `--bounding-set=${set}`, '--inh-caps=-all', '--no-new-privs', '--'];
}

const PROGRAM = join(import.meta.dirname, 'hostProcess.ts');
