import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ip, neighborMac, openLab, programOf, requireTools, run, setSysctls } from '../lab/index.ts';
import type { Namespace } from '../lab/index.ts';
import { commandLine } from '../lab/tool/lookup.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { createTestSegment, reachable, reaches, VIP4 } from './support/segment.ts';
import type { TestNode } from './support/segment.ts';

/** The old owner lives on and has let go; of the new owner's claim the client hears nothing. */
describe('a claim that is lost on the way to a client', () => {
  const lab = openLab();
  after(lab.close);
  let client: Namespace;
  let first: TestNode;
  let second: TestNode;

  before(async function () {
    await requireTools(this, 'namespaces', 'ping', 'nftables');
    requireAddon(this);
    const segment = await createTestSegment(lab, ['first', 'second']);
    client = segment.client;
    [first, second] = segment.hosts as [TestNode, TestNode];
    await ignoreClaims(client);
    for (const { namespace } of [first, second]) await setSysctls(namespace, QUIET);
    await ip(first.namespace, ['address', 'delete', VIP4, 'dev', 'lo']);
  });

  for (const forwarding of [1, 0] as const) {
    it(
      forwarding === 1 ? 'stays hidden where the old owner forwards' : 'is a hole where it does not',
      async () => {
        await setSysctls(first.namespace, { 'net.ipv4.ip_forward': forwarding });
        await setSysctls(client, PATIENT);
        await first.take(VIP4);
        await resolves(client, first);
        await first.letGo();
        await second.take(VIP4);
        expect([await reachable(client, VIP4), await neighborMac(client, VIP4)]).to.deep.equal([
          forwarding === 1,
          first.mac,
        ]);
        await second.letGo();
      },
    );
  }

  it('is over when the client asks again by itself', async () => {
    await setSysctls(client, IMPATIENT);
    await first.take(VIP4);
    await resolves(client, first);
    await first.letGo();
    await second.take(VIP4);
    await reaches(client, VIP4, second.mac, 30_000);
  });
});

/** As the old owner forwards nothing to itself, that it was asked is all that shows. */
async function resolves(client: Namespace, owner: TestNode): Promise<void> {
  await ip(client, ['neighbor', 'flush', 'dev', 'eth0']);
  await eventually('the client has asked', async () => {
    await reachable(client, VIP4);
    return (await neighborMac(client, VIP4)) === owner.mac ? true : null;
  });
}

async function ignoreClaims(client: Namespace): Promise<void> {
  const rules = `table arp lost { chain in { type filter hook input priority 0; arp daddr ip ${VIP4} drop; }; }`;
  const nft = await programOf('nftables', 'nft');
  await run(commandLine(nft, ['-f', '-'], client.name), { input: rules });
}

/** Else the kernel speaks as the service address when it asks for the client, and that is a claim too. */
const QUIET = { 'net.ipv4.conf.all.arp_announce': 2 } as const;
/** Redirects are left aside: they are for the first hop, and a service address is on the link. */
const PATIENT = {
  'net.ipv4.neigh.eth0.base_reachable_time_ms': 600_000,
  'net.ipv4.conf.all.accept_redirects': 0,
  'net.ipv4.conf.eth0.accept_redirects': 0,
} as const;
const IMPATIENT = {
  'net.ipv4.neigh.eth0.base_reachable_time_ms': 500,
  'net.ipv4.neigh.eth0.delay_first_probe_time': 1,
  'net.ipv4.neigh.eth0.retrans_time_ms': 100,
} as const;
