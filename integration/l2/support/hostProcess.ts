import { openLayer2 } from '@fairlead/l2-core/node';
import type { Layer2 } from '@fairlead/l2-core/node';
import { network } from '@fairlead/netsys';
import type { HostCall, HostMessage } from './hostMessage.ts';

/** The process of one host: a responder that does what its parent says. */
let layer2: Layer2 | null = null;

process.on('message', ({ id, call }: { readonly id: number; readonly call: HostCall }) => {
  void Promise.resolve()
    .then(() => carryOut(call))
    .then(
      (value) => {
        tell({ kind: 'answer', id, value });
      },
      (error: unknown) => {
        tell({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
      },
    );
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => {
  void Promise.resolve(layer2?.close()).then(() => process.exit());
});
tell({ kind: 'ready' });

async function carryOut(call: HostCall): Promise<unknown> {
  if (call.method === 'open') {
    layer2 = openLayer2({
      network,
      responder: call.options,
      onEvent: (event) => {
        tell({ kind: 'event', event });
      },
    });
    return null;
  }
  if (call.method === 'send') {
    sendFrames(call.interface, call.frames);
    return null;
  }
  if (layer2 === null) throw new Error('not open');
  switch (call.method) {
    case 'own':
      return await layer2.own(call.wanted);
    case 'release':
      await layer2.release({ interface: call.interface }, call.addresses, call.successor ?? undefined);
      return null;
    case 'status':
      return await layer2.status();
    case 'close':
      await layer2.close();
      return null;
  }
}

function sendFrames(name: string, frames: readonly string[]): void {
  const found = network.interfaces().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no interface ${name}`);
  const socket = network.openPacketSocket({
    interfaceIndex: found.index,
    protocol: 'arp',
    onFrames: () => undefined,
    onDown: () => undefined,
  });
  for (const hex of frames) {
    const octets = new Uint8Array(Buffer.from(hex, 'hex'));
    socket.send({ octets, starts: Uint32Array.of(0), lengths: Uint32Array.of(octets.length), count: 1 });
  }
  socket.close();
}

function tell(message: HostMessage): void {
  process.send?.(message);
}
