import type { LinkStatus } from '@fairlead/l2-core/node';
import type { Registry } from 'prom-client';
import { addCounter, addGauge } from './registry.ts';
import type { Samples } from './registry.ts';

type ClaimStatus = LinkStatus['claims'][number];

/** The metrics of MetalLB about layer 2, with the same names, and more of our own. */
export function addLayer2Metrics(registry: Registry, ask: () => Promise<readonly LinkStatus[]>): void {
  const status = shared(ask);
  const perAddress = (read: (claim: ClaimStatus) => number) => async (): Promise<Samples> => {
    const sums = new Map<string, number>();
    for (const { claims } of await status()) {
      for (const claim of claims) sums.set(claim.address, (sums.get(claim.address) ?? 0) + read(claim));
    }
    return Array.from(sums, ([ip, sum]) => [{ ip }, sum]);
  };
  const perLink = (read: (link: LinkStatus) => Samples) => async (): Promise<Samples> =>
    (await status()).flatMap((link) => [...read(link)]);
  addCounter(registry, {
    name: 'metallb_layer2_requests_received',
    help: 'ARP requests and neighbour solicitations for an address that this node owns',
    labels: ['ip'],
    read: perAddress(({ requests }) => requests),
  });
  addCounter(registry, {
    name: 'metallb_layer2_responses_sent',
    help: 'those that were answered',
    labels: ['ip'],
    read: perAddress(({ replies }) => replies),
  });
  addCounter(registry, {
    name: 'metallb_layer2_gratuitous_sent',
    help: 'frames about an address that nobody asked for: announcements and probes',
    labels: ['ip'],
    read: perAddress(({ unasked }) => unasked),
  });
  addGauge(registry, {
    name: 'fairlead_layer2_addresses',
    help: 'addresses by how far their claim has come',
    labels: ['interface', 'state'],
    read: perLink(addressSamples),
  });
  addCounter(registry, {
    name: 'fairlead_layer2_frames_received_total',
    help: 'received frames by what became of them',
    labels: ['interface', 'verdict'],
    read: perLink(verdictSamples),
  });
  addCounter(registry, {
    name: 'fairlead_layer2_frames_lost_total',
    help: 'frames that came faster than they were read, or that the kernel did not take',
    labels: ['interface', 'direction'],
    read: perLink(({ link, overflowed, unsent }) => [
      [{ interface: link.interface, direction: 'received' }, overflowed],
      [{ interface: link.interface, direction: 'sent' }, unsent],
    ]),
  });
}

/** Metrics that are read at once read one answer. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => {
    pending ??= ask().finally(() => {
      pending = null;
    });
    return pending;
  };
}

function addressSamples({ link, claims }: LinkStatus): Samples {
  const counts = new Map<ClaimStatus['state'], number>();
  for (const { state } of claims) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Array.from(counts, ([state, count]) => [{ interface: link.interface, state }, count]);
}

function verdictSamples({ link, received }: LinkStatus): Samples {
  const seen = Object.entries(received).filter(([, count]) => count > 0);
  return seen.map(([verdict, count]) => [{ interface: link.interface, verdict }, count]);
}
