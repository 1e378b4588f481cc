import { eventually } from '@fairlead/testing';
import { MemoryNetwork, MemorySegment, NetworkError } from '@fairlead/netsys';
import type { FrameBatch, PacketSocket } from '@fairlead/netsys';
import { parseIpv6 } from '@fairlead/inet';
import { openLayer2 } from '@fairlead/l2-core/node';
import type { Layer2, Layer2Event, Layer2Options, Network } from '@fairlead/l2-core/node';
import { expect } from 'chai';
import { describeFrame } from '../support/describeFrame.ts';
import { question } from '../support/question.ts';
import { StoppedClock } from '../support/stoppedClock.ts';
import { address, mac, owned } from '../support/segment.ts';

const OURS = '02:00:00:00:00:0a';
const CLIENT = '02:00:00:00:00:0c';

describe('the layer 2 driver', () => {
  let network: MemoryNetwork;
  let segment: MemorySegment;
  let heard: string[];
  let client: PacketSocket;
  let events: Layer2Event[];
  const opened: Layer2[] = [];
  const clocks: StoppedClock[] = [];

  beforeEach(() => {
    network = new MemoryNetwork();
    segment = new MemorySegment();
    network.addInterface('eth0', mac(OURS), segment);
    network.addAddress('eth0', address('192.0.2.1'), 24);
    heard = [];
    events = [];
    const far = new MemoryNetwork();
    const { index } = far.addInterface('eth0', mac(CLIENT), segment);
    const onFrames = (batch: FrameBatch): void => {
      heard.push(...framesOf(batch).map(describeFrame));
    };
    client = far.openPacketSocket({
      interfaceIndex: index,
      protocol: 'arp',
      onFrames,
      onDown: () => undefined,
    });
  });

  afterEach(async () => {
    const closing = opened.splice(0).map((layer2) => layer2.close());
    for (const clock of clocks.splice(0)) clock.pass(1000);
    await Promise.all(closing);
  });

  it('answers for what it owns, by name of the interface', async () => {
    const layer2 = open();
    expect(await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }])).to.deep.equal([]);
    ask('192.0.2.10');
    await hears(`${OURS} > ${CLIENT} reply ${OURS} 192.0.2.10 > ${CLIENT} 192.0.2.9`);
    expect(events).to.deep.include({
      kind: 'owned',
      address: address('192.0.2.10'),
      link: { interface: 'eth0', vlan: null },
    });
  });

  it('sends nothing for what it let go, once it says so', async () => {
    const layer2 = open();
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10', '192.0.2.11') }]);
    await layer2.release({ interface: 'eth0' }, [address('192.0.2.10')]);
    await eventually('the announcements', () => (heard.length === 4 ? true : null), { every: 1 });
    heard.length = 0;
    ask('192.0.2.10');
    ask('192.0.2.11');
    await hears(`${OURS} > ${CLIENT} reply ${OURS} 192.0.2.11 > ${CLIENT} 192.0.2.9`);
    expect(heard.join()).to.not.contain('192.0.2.10 ');
  });

  it('does not disturb what stays', async () => {
    const layer2 = open({ clock: new StoppedClock() });
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }]);
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10', '192.0.2.11') }]);
    await layer2.claim({ interface: 'eth0', addresses: owned('192.0.2.10') });
    await eventually('both', () => (heard.some((said) => said.includes('192.0.2.11')) ? true : null), {
      every: 1,
    });
    expect(heard.filter((said) => said.includes('192.0.2.10'))).to.have.length(2);
  });

  it('says which interfaces there are when one is not, and begins when it appears', async () => {
    const layer2 = open();
    const problems = await layer2.own([{ interface: 'eth7', addresses: owned('192.0.2.10') }]);
    expect(problems.map(({ severity, reason, message }) => [severity, reason, message])).to.deep.equal([
      [
        'error',
        'noSuchInterface',
        'there is no interface "eth7" (there are eth0); its addresses are announced when it appears',
      ],
    ]);
    expect((await layer2.status()).map(({ state }) => state)).to.deep.equal(['absent']);
    network.addInterface('eth7', mac('02:00:00:00:00:07'), segment);
    await eventually('an announcement', () => heard.find((said) => said.includes('192.0.2.10')) ?? null, {
      every: 1,
    });
  });

  it('lets an interface disappear and come back', async () => {
    const layer2 = open();
    const { index } = network.addInterface('eth1', mac('02:00:00:00:00:01'), segment);
    await layer2.own([{ interface: 'eth1', addresses: owned('198.51.100.1') }]);
    network.removeInterface(index);
    await told('linkAbsent');
    heard.length = 0;
    network.addInterface('eth1', mac('02:00:00:00:00:02'), segment);
    await eventually(
      'an announcement',
      () => heard.find((said) => said.startsWith('02:00:00:00:00:02')) ?? null,
      { every: 1 },
    );
    expect((await layer2.status()).map(({ state }) => state)).to.deep.equal(['up']);
  });

  it('announces again when the link comes back', async () => {
    const layer2 = open({ clock: new StoppedClock() });
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }]);
    await eventually('the announcements', () => (heard.length === 2 ? true : null), { every: 1 });
    network.setUp('eth0', false);
    await told('linkDown');
    heard.length = 0;
    network.setUp('eth0', true);
    await told('linkUp');
    await eventually('a burst', () => (heard.length === 2 ? true : null), { every: 1 });
  });

  it('joins the group of an IPv6 address, and leaves it with the last that needs it', async () => {
    const layer2 = open();
    const group = parseIpv6('ff02::1:ff00:10');
    await layer2.own([{ interface: 'eth0', addresses: owned('2001:db8::10', '2001:db8:1::10') }]);
    expect([...network.groupsOf('eth0')]).to.deep.equal([group]);
    await layer2.release({ interface: 'eth0' }, [address('2001:db8::10')]);
    expect([...network.groupsOf('eth0')]).to.deep.equal([group]);
    await layer2.own([]);
    expect([...network.groupsOf('eth0')]).to.deep.equal([]);
  });

  it('warns of an address of another subnet, and of one that the host has itself', async () => {
    const layer2 = open();
    network.addAddress('eth0', address('fe80::1'), 64);
    const problems = await layer2.own([
      { interface: 'eth0', addresses: owned('203.0.113.1', '192.0.2.1', '192.0.2.10', '2001:db8::10') },
    ]);
    expect(problems.map((each) => [each.severity, each.reason, each.address])).to.deep.equal([
      ['warning', 'otherSubnet', '203.0.113.1'],
      ['warning', 'addressOfHost', '192.0.2.1'],
    ]);
    ask('203.0.113.1');
    await hears(`${OURS} > ${CLIENT} reply ${OURS} 203.0.113.1 > ${CLIENT} 192.0.2.9`);
  });

  it('refuses what is no address of a host, and takes the others', async () => {
    const problems = await open().own([{ interface: 'eth0', addresses: owned('224.0.0.1', '192.0.2.10') }]);
    expect(problems.map((each) => [each.reason, each.message])[0]).to.deep.equal([
      'invalidAddress',
      '224.0.0.1 is no address that a host can have',
    ]);
    ask('192.0.2.10');
    await hears(`${OURS} > ${CLIENT} reply ${OURS} 192.0.2.10 > ${CLIENT} 192.0.2.9`);
  });

  it('says what a socket was refused for, and tries again when asked again', async () => {
    let isAllowed = false;
    const refusing: Network = {
      watchInterfaces: (listener) => network.watchInterfaces(listener),
      openMemberships: (index) => network.openMemberships(index),
      createMacvlan: (options) => network.createMacvlan(options),
      removeInterface: (index) => {
        network.removeInterface(index);
      },
      openPacketSocket: (options) => {
        if (!isAllowed) throw new NetworkError('EPERM', 'the process needs CAP_NET_RAW');
        return network.openPacketSocket(options);
      },
    };
    const layer2 = open({ network: refusing });
    const wanted = [{ interface: 'eth0', addresses: owned('192.0.2.10') }];
    const [problem] = await layer2.own(wanted);
    expect([problem?.reason, problem?.message]).to.deep.equal([
      'cannotOpen',
      'the process needs CAP_NET_RAW',
    ]);
    isAllowed = true;
    expect(await layer2.own(wanted)).to.deep.equal([]);
    ask('192.0.2.10');
    await hears(`${OURS} > ${CLIENT} reply ${OURS} 192.0.2.10 > ${CLIENT} 192.0.2.9`);
  });

  it('refuses a VLAN that is none', async () => {
    const refused = await open()
      .own([{ interface: 'eth0', vlan: 4095, addresses: [] }])
      .catch(String);
    expect(refused).to.equal('RangeError: a VLAN is 1 to 4094, not 4095');
  });

  it('tells of bad frames once a minute for each reason', async () => {
    const clock = new StoppedClock();
    const layer2 = open({ clock });
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }]);
    const bad = question(mac(CLIENT), address('192.0.2.9'), address('192.0.2.10'));
    bad[18] = 8;
    send(bad, bad, bad);
    await eventually(
      'three',
      async () => ((await layer2.status())[0]?.received.arpAddressLength === 3 ? true : null),
      { every: 1 },
    );
    clock.pass(59_999);
    expect(events.filter(({ kind }) => kind === 'framesDropped')).to.deep.equal([]);
    clock.pass(1);
    clock.pass(60_000);
    expect(events.filter(({ kind }) => kind === 'framesDropped')).to.deep.equal([
      {
        kind: 'framesDropped',
        link: { interface: 'eth0', vlan: null },
        reason: 'arpAddressLength',
        count: 3,
      },
    ]);
  });

  function open(options: Partial<Layer2Options> = {}): Layer2 {
    const layer2 = openLayer2({ network, onEvent: (event) => events.push(event), ...options });
    opened.push(layer2);
    if (options.clock instanceof StoppedClock) clocks.push(options.clock);
    return layer2;
  }

  function ask(wanted: string): void {
    send(question(mac(CLIENT), address('192.0.2.9'), address(wanted)));
  }

  function send(...frames: readonly Uint8Array[]): void {
    const lengths = Uint32Array.from(frames, ({ length }) => length);
    let end = 0;
    const starts = lengths.map((length) => (end += length) - length);
    const octets = new Uint8Array(Buffer.concat(frames));
    client.send({ octets, starts, lengths, count: frames.length });
  }

  async function hears(expected: string): Promise<void> {
    await eventually(expected, () => heard.find((said) => said === expected) ?? null, {
      every: 1,
      within: 2000,
    });
  }

  async function told(kind: Layer2Event['kind']): Promise<void> {
    await eventually(kind, () => events.find((event) => event.kind === kind) ?? null, {
      every: 1,
      within: 2000,
    });
  }
});

function framesOf({ octets, starts, lengths, count }: FrameBatch): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const start = starts[index] ?? 0;
    return octets.slice(start, start + (lengths[index] ?? 0));
  });
}
