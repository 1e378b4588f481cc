import { existsSync } from 'node:fs';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  connect,
  createNamespace,
  createSegment,
  kernelInterfaces,
  kernelRoutes,
  neighborMac,
  openLab,
  plugIn,
  requireTools,
  runIn,
} from '../index.ts';
import type { Namespace } from '../index.ts';

describe('namespaces', () => {
  const lab = openLab();
  after(lab.close);

  before(async function () {
    await requireTools(this, 'namespaces');
  });

  it('are machines of their own, joined by a cable', async () => {
    const left = await createNamespace(lab, 'left');
    const right = await createNamespace(lab, 'right');
    await connect(
      lab,
      { namespace: left, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
      { namespace: right, interface: 'eth0', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
    );
    expect(await macOf(right)).to.equal(await resolve(left, '192.0.2.2'));
    expect(await macOf(right)).to.equal(await resolve(left, '2001:db8::2'));
    expect(await kernelRoutes(left, 'ipv4')).to.deep.equal([
      {
        destination: '192.0.2.0/24',
        protocol: 'kernel',
        nextHops: [{ gateway: null, interface: 'eth0', weight: 1 }],
      },
    ]);
  });

  it('share a segment', async () => {
    const segment = await createSegment(lab, 'segment');
    const hosts = await Promise.all(['a', 'b', 'c'].map(async (name) => await createNamespace(lab, name)));
    for (const [index, namespace] of hosts.entries())
      await plugIn(lab, segment, { namespace, interface: 'eth0', addresses: [`198.51.100.${index + 1}/24`] });
    const [first, , third] = hosts;
    if (first === undefined || third === undefined) throw new Error('three hosts');
    expect(await resolve(first, '198.51.100.3')).to.equal(await macOf(third));
  });

  it('are gone when the lab is closed', async () => {
    const own = openLab();
    const namespace = await createNamespace(own, 'short');
    const traces = [`/run/netns/${namespace.name}`, own.folder];
    expect(traces.map((path) => existsSync(path))).to.deep.equal([true, true]);
    await own.close();
    expect(traces.map((path) => existsSync(path))).to.deep.equal([false, false]);
  });
});

/** What the kernel has in its cache after it had a packet to send there. */
async function resolve(namespace: Namespace, address: string): Promise<string> {
  await runIn(namespace, ['bash', '-c', 'echo > "/dev/udp/$0/9"', address]);
  return await eventually(`${address} is resolved`, async () => await neighborMac(namespace, address));
}

async function macOf(namespace: Namespace): Promise<string | null> {
  const interfaces = await kernelInterfaces(namespace);
  return interfaces.find(({ name }) => name === 'eth0')?.mac ?? null;
}
