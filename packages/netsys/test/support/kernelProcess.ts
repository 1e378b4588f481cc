import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { addressFromBytes, isIpv6 } from '@fairlead/inet';
import { network } from '@fairlead/netsys';
import type { NetworkInterface } from '@fairlead/netsys';
import { eventually } from '@fairlead/testing';
import { interfaceCases } from './interfaceCases.ts';
import type { World } from './networkCase.ts';
import { packetCases } from './packetCases.ts';

/** Runs every case against the kernel, in the network namespace that this process was started in; tells the parent how each ended. */
const world: World = {
  network,
  left: 'left',
  right: 'right',
  setUp: (name, isUp) => {
    ip('link', 'set', name, isUp ? 'up' : 'down');
  },
  addAddress: (name, address, length) => {
    ip('address', 'add', `${address}/${length}`, 'dev', name);
  },
  groupsOf: (name) =>
    new Set(
      readFileSync('/proc/net/igmp6', 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, device]) => device === name)
        .map(([, , group = '']) => addressFromBytes(Uint8Array.from(Buffer.from(group, 'hex'))))
        .filter(isIpv6),
    ),
  addInterface: (name, mac) => {
    ip('link', 'add', name, 'address', mac, 'type', 'bridge');
    ip('link', 'set', name, 'up');
  },
};

for (const { title, run } of [...interfaceCases, ...packetCases]) {
  ip('link', 'add', 'left', 'type', 'veth', 'peer', 'name', 'right');
  ip('link', 'set', 'left', 'up');
  ip('link', 'set', 'right', 'up');
  await eventually('both run', () => (network.interfaces().filter(isRunning).length === 2 ? true : null), {
    every: 2,
  });
  let error: string | null = null;
  try {
    await run(world);
  } catch (cause) {
    error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }
  ip('link', 'delete', 'left');
  process.send?.({ title, error });
}
process.exit();

function isRunning({ kind, flags }: NetworkInterface): boolean {
  return kind === 'veth' && flags.includes('running');
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
