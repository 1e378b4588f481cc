import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { expect } from 'chai';
import { eventually } from '@fairlead/testing';
import { Speaker } from '@fairlead/bgp-core/node';
import { route } from '../support/routes.ts';
import type { Neighbor, NeighborConfig, SpeakerConfig } from '@fairlead/bgp-core/node';

describe('a speaker on Node', () => {
  const running: Speaker[] = [];
  const speaker = (config: Partial<SpeakerConfig> = {}): Speaker => {
    const one = new Speaker({ asn: 65001, routerId: '192.0.2.1', ...config });
    running.push(one);
    return one;
  };
  /** A speaker that waits for calls of the other one. */
  const listening = async (
    address: string,
    config: Partial<NeighborConfig> = {},
  ): Promise<[Speaker, Neighbor]> => {
    const one = speaker({ asn: 65002, routerId: '192.0.2.2', listen: [{ address, port: 0 }] });
    const neighbor = one.addNeighbor({ address, remoteAs: 65001, passive: true, ...config });
    await one.start();
    return [one, neighbor];
  };

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
  });

  for (const address of ['127.0.0.1', '::1']) {
    it(`establishes a session over ${address}`, async () => {
      const [callee, there] = await listening(address);
      const caller = speaker();
      const here = caller.addNeighbor({ address, port: portOf(callee), remoteAs: 65002 });
      await caller.start();
      await established(here);
      await established(there);
      expect(here.status().endpoints).to.deep.equal({ local: address, remote: address });
    });
  }

  it('refuses a route that no session with the neighbour could send, and keeps the others', () => {
    const neighbor = speaker().addNeighbor({ address: '127.0.0.1', remoteAs: 65002 });
    const six = route('2001:db8::7/128');
    neighbor.announce(route('203.0.113.7/32'));
    expect(() => neighbor.announce(six)).to.throw(RangeError, 'give the route one, or the peer nextHop.ipv6');
    expect(neighbor.objectionTo(six)).to.include('route to 2001:db8::7/128: attributes.nextHop is missing');
    expect(neighbor.withdraw(route('203.0.113.7/32').prefix)).to.equal(true);
  });

  it('says why it stops, and comes to an end', async () => {
    const [callee, there] = await listening('127.0.0.1');
    const caller = speaker();
    const here = caller.addNeighbor({ address: '127.0.0.1', port: portOf(callee), remoteAs: 65002 });
    await caller.start();
    await established(there);
    await caller.stop({ text: 'see you' });
    const { lastEnding } = await eventually('the goodbye', () => (isUp(there) ? null : there.status()));
    expect(lastEnding?.received).to.deep.equal({
      kind: 'notification',
      code: 6,
      subcode: 2,
      data: Uint8Array.of(7, ...new TextEncoder().encode('see you')),
    });
    expect(here.status().state).to.equal('idle');
    await caller.start();
    await established(here);
  });

  it('tells its owner what happens to a neighbour', async () => {
    const [callee] = await listening('127.0.0.1');
    const caller = speaker();
    const here = caller.addNeighbor({ address: '127.0.0.1', port: portOf(callee), remoteAs: 65002 });
    const told: string[] = [];
    here.on('established', ({ peerAsn }) => told.push(`established with AS ${peerAsn}`));
    here.on('down', ({ reason }) => told.push(`down ${reason}`));
    await caller.start();
    await established(here);
    await caller.stop();
    expect(told).to.deep.equal(['established with AS 65002', 'down administrativeShutdown']);
  });

  it('takes up to a limit of neighbours that it did not know', async () => {
    const host = speaker({ asn: 65002, routerId: '192.0.2.2', listen: [{ address: '127.0.0.1', port: 0 }] });
    host.acceptNeighbors({ range: '127.0.0.0/8', remoteAs: 'external', limit: 1 });
    const guests: string[] = [];
    const refused: string[] = [];
    host.on('neighbor', ({ address }) => guests.push(address));
    host.on('refused', (address) => refused.push(address));
    await host.start();
    const port = portOf(host);
    const caller = speaker();
    const one = caller.addNeighbor({
      address: '127.0.0.1',
      localAddress: '127.0.0.2',
      port,
      remoteAs: 65002,
    });
    await caller.start();
    await established(one);
    caller.addNeighbor({ address: '127.0.0.1', localAddress: '127.0.0.3', port, remoteAs: 65002 });
    await eventually('a refusal', () => (refused.length > 0 ? true : null));
    expect([guests, refused[0]]).to.deep.equal([['127.0.0.2'], '127.0.0.3']);
    await caller.stop();
    await eventually('the guest to be forgotten', () => (host.neighbors.length === 0 ? true : null));
  });

  it('tells two neighbours with one address apart by where they call', async () => {
    const host = speaker({
      asn: 65002,
      routerId: '192.0.2.2',
      listen: ['127.0.0.4', '127.0.0.5'].map((address) => ({ address, port: 0 })),
    });
    const doors = ['127.0.0.4', '127.0.0.5'].map((localAddress) =>
      host.addNeighbor({ address: '127.0.0.1', localAddress, remoteAs: 65001, passive: true }),
    );
    await host.start();
    const caller = speaker();
    caller.addNeighbor({
      address: '127.0.0.5',
      localAddress: '127.0.0.1',
      port: portOf(host, 1),
      remoteAs: 65002,
    });
    await caller.start();
    await eventually('the second', () => (doors.map(isUp).join() === 'false,true' ? true : null));
  });

  it('keeps a session through a change of what no OPEN tells, and says which other change ended it', async () => {
    const [callee] = await listening('127.0.0.1');
    const caller = speaker();
    const config: NeighborConfig = { address: '127.0.0.1', port: portOf(callee), remoteAs: 65002 };
    const here = caller.addNeighbor(config);
    await caller.start();
    await established(here);
    expect(here.configure({ ...config, idleHoldTime: 2 })).to.deep.equal({ kind: 'applied' });
    const moved = here.configure({ ...config, localAddress: '127.0.0.1', holdTime: 9 });
    expect(moved).to.deep.equal({ kind: 'sessionReset', because: ['holdTime', 'localAddress'] });
    await eventually('another session', () => (here.status().session?.holdTime === 9000 ? true : null));
    expect(() => here.configure({ ...config, address: '127.0.0.9' })).to.throw(RangeError, 'is another one');
  });

  it('says what the system says of a neighbour that does not listen', async () => {
    const caller = speaker();
    const here = caller.addNeighbor({ address: '127.0.0.1', port: await closedPort(), remoteAs: 65002 });
    await caller.start();
    const { lastEnding } = await eventually('a failure', () =>
      here.status().lastEnding === null ? null : here.status(),
    );
    expect(lastEnding?.detail).to.match(/ECONNREFUSED 127\.0\.0\.1/);
  });

  it('says which address cannot be bound', async () => {
    const [callee] = await listening('127.0.0.1');
    const second = speaker({ listen: [{ address: '127.0.0.1', port: portOf(callee) }] });
    const error: unknown = await second.start().catch((cause: unknown) => cause);
    expect(error).to.be.an('error').with.property('code', 'EADDRINUSE');
  });
});

describe('a configuration of a speaker that is wrong', () => {
  const speaker = new Speaker({
    asn: 65001,
    routerId: '192.0.2.1',
    listen: [{ address: '127.0.0.1' }, { address: '::', port: 1179 }],
  });
  const good: NeighborConfig = { address: '192.0.2.9', remoteAs: 65002 };

  const bad: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ address: 'router' }, 'address: "router" is no IP address'],
    [{ address: '0.0.0.0' }, 'address: 0.0.0.0 is not the address of one neighbour'],
    [{ address: 'ff02::1' }, 'address: ff02::1 is not the address of one neighbour'],
    [{ address: 'fe80::1' }, 'address: fe80::1 is link-local and needs its interface, as in fe80::1%eth0'],
    [{ address: '127.0.0.1' }, 'address: 127.0.0.1 port 179 is where this speaker listens'],
    [{ address: '::1', port: 1179 }, 'address: ::1 port 1179 is where this speaker listens'],
    [{ localAddress: '192.0.2.9' }, 'address: 192.0.2.9 is the local address too'],
    [{ localAddress: '::1' }, "localAddress: ::1 is of another family than the neighbour's 192.0.2.9"],
    [{ localAddress: 'eth0' }, 'localAddress: "eth0" is no IP address of a host'],
    [{ address: 5 }, 'address: must be a text, not 5'],
    [
      { address: '192.0.2.9%eth0' },
      'address: 192.0.2.9%eth0 has an interface, which only IPv6 addresses have',
    ],
    [{ device: 'a b' }, 'device: "a b" is no name of a network interface'],
    [{ port: 0 }, 'port: must be a whole number from 1 to 65535, not 0'],
    [{ ttl: 256 }, 'ttl: must be a whole number from 1 to 255, not 256'],
    [{ password: '' }, 'password: must have 1 to 80 octets, not 0'],
    [{ remoteAs: 0 }, 'remoteAs: an AS number is 1 to 4294967295, not 0'],
    [{ colour: 'red' }, 'has no "colour"'],
    [{ password: 'secret' }, "password: Node's sockets do not have this"],
    [{ minimumTtl: 255 }, "minimumTtl: Node's sockets do not have this"],
    [{ device: 'eth0' }, "device: Node's sockets do not have this"],
  ];
  for (const [fields, message] of bad) {
    it(`is refused: ${message}`, () => {
      expect(() => speaker.addNeighbor({ ...good, ...fields })).to.throw(message);
      expect(speaker.neighbors).to.deep.equal([]);
    });
  }

  it('never repeats a password', () => {
    const secret = 'k'.repeat(81);
    expect(() => speaker.addNeighbor({ ...good, password: secret })).to.throw(/^(?!.*kkk)/);
    expect(() => speaker.addNeighbor({ ...good, password: 'sesame' })).to.throw(/^(?!.*sesame)/);
  });

  it('is refused when a neighbour comes twice', () => {
    const twice = new Speaker({ asn: 65001, routerId: '192.0.2.1' });
    twice.addNeighbor(good);
    expect(() => twice.addNeighbor(good)).to.throw(RangeError, 'address: 192.0.2.9 is a neighbour already');
  });

  it('is refused when neighbours to come are nowhere or in two places', () => {
    expect(() => {
      speaker.acceptNeighbors({ remoteAs: 'external' });
    }).to.throw(TypeError, 'range, interface');
    expect(() => {
      speaker.acceptNeighbors({ remoteAs: 'external', range: '10.0.0.1/8' });
    }).to.throw(RangeError, 'range: "10.0.0.1/8" has host bits set, the prefix is 10.0.0.0/8');
    expect(() => {
      speaker.acceptNeighbors({ remoteAs: 0, range: '10.0.0.0/8' });
    }).to.throw(RangeError, 'remoteAs');
  });

  it('is refused when the speaker itself is none', () => {
    expect(() => new Speaker({ asn: 0, routerId: '192.0.2.1' })).to.throw(RangeError, 'asn: an AS number is');
    expect(() => new Speaker({ asn: 1, routerId: 'me' })).to.throw(RangeError, 'routerId: a router id is');
    expect(() => new Speaker({ asn: 1, routerId: '192.0.2.1', listen: [{ address: 'x' }] })).to.throw(
      RangeError,
      'listen[0].address: "x" is no IP address of a host',
    );
  });
});

function isUp(neighbor: Neighbor): boolean {
  return neighbor.status().state === 'established';
}

async function established(neighbor: Neighbor): Promise<void> {
  await eventually(`a session with ${neighbor.address}`, () => (isUp(neighbor) ? true : null), { every: 5 });
}

function portOf(speaker: Speaker, index = 0): number {
  return speaker.listening[index]?.port ?? 0;
}

/** A port where nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = await new Promise<Server>((resolve) => {
    const one = createServer().listen(0, '127.0.0.1', () => {
      resolve(one);
    });
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
