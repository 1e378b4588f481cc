import type { Benchmark } from './benchmark.ts';

/** A benchmark before its module is loaded. */
export interface Entry {
  readonly name: string;
  readonly question: string;
  /** What must be there besides Node; what of it is missing is named when it runs, and left out. */
  readonly needs: string;
  readonly load: () => Promise<Benchmark>;
}

/** All benchmarks, in the order in which they run. */
export const registry: readonly Entry[] = [
  {
    name: 'bgp-decode',
    question: 'how fast UPDATEs are checked and read',
    needs: 'Go for the packet library of GoBGP beside ours',
    load: async () => (await import('./bgp/decode.ts')).measureDecode,
  },
  {
    name: 'bgp-encode',
    question: 'how fast routes become UPDATEs, and into how few',
    needs: 'Go for the packet library of GoBGP beside ours',
    load: async () => (await import('./bgp/encode.ts')).measureEncode,
  },
  {
    name: 'bgp-send',
    question: 'how long a session needs for a million routes, and how much memory',
    needs: 'nothing',
    load: async () => (await import('./bgp/send.ts')).measureSend,
  },
  {
    name: 'bgp-routers',
    question: 'how fast real routers take our routes, and how fast they send them',
    needs: 'root for namespaces; FRR, BIRD, GoBGP and ExaBGP, each of which may be missing',
    load: async () => (await import('./bgp/routers.ts')).measureRouters,
  },
  {
    name: 'bgp-receive',
    question: 'how fast a million routes are taken in and kept, and in how much memory',
    needs: 'nothing',
    load: async () => (await import('./bgp/receive.ts')).measureReceive,
  },
  {
    name: 'bgp-change',
    question: 'whether one change costs the same in a small table and in a large one',
    needs: 'nothing',
    load: async () => (await import('./bgp/change.ts')).measureChange,
  },
  {
    name: 'bgp-sessions',
    question: 'what 500 idle sessions in one process cost',
    needs: 'nothing; it takes half a minute',
    load: async () => (await import('./bgp/sessions.ts')).measureSessions,
  },
  {
    name: 'arp',
    question: 'how many ARP requests are answered, how soon, and at which cost',
    needs: 'root for namespaces, a C compiler for the load, Go for the responder beside ours',
    load: async () => (await import('./arp.ts')).measureArp,
  },
  {
    name: 'decide',
    question: 'how long the plan of 10,000 Services takes, and the change of one',
    needs: 'nothing; the start of fairlead validate is measured where npm run build was run',
    load: async () => (await import('./decide.ts')).measureDecide,
  },
  {
    name: 'scale',
    question: 'how long 10,000 Services behind a real API server take to reach a router, and to change there',
    needs: 'root or KUBEBUILDER_ASSETS for etcd and kube-apiserver, Go; it takes two minutes',
    load: async () => (await import('./scale.ts')).measureScale,
  },
  {
    name: 'failover',
    question: 'how long an address is not reached while it moves to another host',
    needs: 'root for namespaces, a C compiler for the requests, keepalived (fetched) beside ours',
    load: async () => (await import('./failover.ts')).measureFailover,
  },
];
