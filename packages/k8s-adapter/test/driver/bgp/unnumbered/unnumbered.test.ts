import type { Ipv6 } from '@fairlead/inet';
import {
  ALL_NODES,
  ETHER_TYPE,
  FrameBuffer,
  groupMac,
  wordsOf,
  writeEthernet,
  writeRouter,
} from '@fairlead/l2-core/wire';
import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { Unnumbered } from '../../../../src/driver/bgp/unnumbered/unnumbered.ts';
import { address, mac } from '../../../support/inet.ts';

describe('routers behind interfaces', () => {
  const looking: Unnumbered[] = [];
  let now = 0;
  let hasSession = false;
  const look = (network: MemoryNetwork): Unnumbered => {
    const unnumbered = new Unnumbered({
      network,
      now: () => now,
      isUp: () => hasSession,
      changed: () => undefined,
    });
    looking.push(unnumbered);
    unnumbered.keepOnly(new Set(['eth1']));
    return unnumbered;
  };
  beforeEach(() => {
    now = 0;
    hasSession = false;
  });
  afterEach(() => {
    for (const unnumbered of looking.splice(0)) unnumbered.close();
  });

  it('find each other by their advertisements', async () => {
    const segment = new MemorySegment();
    const [a, b] = [look(host(segment, 1)), look(host(segment, 2))];
    await finds(a, 'fe80::2');
    await finds(b, 'fe80::1');
  });

  it('are asked for on the group of routers, and said to be missing with the reason', async () => {
    const network = new MemoryNetwork();
    const unnumbered = look(network);
    const lacks = async (why: string): Promise<void> => {
      await eventually(why, () => {
        const found = unnumbered.routerOn('eth1');
        return 'why' in found && found.why.startsWith(why) ? true : null;
      });
    };
    await lacks('there is no interface eth1 on this node');
    network.addInterface('eth1', mac('02:00:00:00:00:01'), new MemorySegment());
    await lacks('interface eth1 has no link-local IPv6 address; see the sysctl');
    network.addAddress('eth1', address('fe80::1'), 64);
    await lacks('no router has advertised itself on interface eth1 yet');
    const isEarly = (): boolean => {
      const found = unnumbered.routerOn('eth1');
      return 'why' in found && found.isEarly;
    };
    expect(isEarly()).to.equal(true);
    now = 15_000;
    expect(isEarly()).to.equal(false);
    expect([...network.groupsOf('eth1')]).to.deep.equal(['ff02::2']);
    network.setUp('eth1', false);
    await lacks('interface eth1 is down');
    network.removeInterface(network.interfaces()[0]?.index ?? 0);
    await lacks('there is no interface eth1 on this node');
  });

  it('are the first that is heard, and another one once that is silent and has no session', async () => {
    const segment = new MemorySegment();
    const unnumbered = look(host(segment, 1));
    const advertise = advertiserOn(segment);
    advertise('fe80::2');
    await finds(unnumbered, 'fe80::2');
    const hears = async (other: string): Promise<void> => {
      advertise(other);
      await new Promise<void>((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    };
    await hears('fe80::3');
    await finds(unnumbered, 'fe80::2');
    [now, hasSession] = [31_000, true];
    await hears('fe80::3');
    await finds(unnumbered, 'fe80::2');
    hasSession = false;
    advertise('fe80::3');
    await finds(unnumbered, 'fe80::3');
  });

  it('are those that call, where nobody has advertised itself', async () => {
    const unnumbered = look(host(new MemorySegment(), 1));
    for (const stranger of ['192.0.2.1', '2001:db8::1%eth1', 'fe80::9%eth0', 'fe80::9'])
      unnumbered.called(stranger);
    expect(unnumbered.routerOn('eth1')).to.have.property('why');
    unnumbered.called('fe80::9%eth1');
    await finds(unnumbered, 'fe80::9');
    unnumbered.called('fe80::8%eth1');
    await finds(unnumbered, 'fe80::9');
  });
});

async function finds(unnumbered: Unnumbered, router: string): Promise<void> {
  await eventually(router, () => {
    const found = unnumbered.routerOn('eth1');
    return 'router' in found && found.router === router ? true : null;
  });
}

function host(segment: MemorySegment, number: number): MemoryNetwork {
  const network = new MemoryNetwork();
  network.addInterface('eth1', mac(`02:00:00:00:00:0${number}`), segment);
  network.addAddress('eth1', address(`fe80::${number}`), 64);
  return network;
}

/** Sends advertisements as if they came from any router. */
function advertiserOn(segment: MemorySegment): (router: string) => void {
  const { send } = segment.plug(() => undefined);
  return (router) => {
    const frames = new FrameBuffer();
    writeEthernet(frames, {
      destination: groupMac(ALL_NODES),
      source: 0x020000000099,
      vlan: null,
      etherType: ETHER_TYPE.ipv6,
    });
    const source = wordsOf(address(router) as Ipv6);
    writeRouter(frames, { kind: 'routerAdvertisement', source, destination: ALL_NODES, lifetime: 0 });
    frames.end();
    for (const frame of frames.frames()) send(frame);
  };
}
