import { millis } from '@fairlead/inet';
import type { IpAddress, Millis } from '@fairlead/inet';
import {
  integer,
  ipAddress,
  listenAddress,
  listOf,
  objectName,
  oneOf,
  onOrOff,
  span,
  text,
} from './format.ts';
import type { ListenAddress } from './format.ts';
import type { Setting, SettingsOf } from './setting.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
export type LogFormat = 'auto' | 'json' | 'text';

/** What every running program has. */
interface CommonConfig {
  readonly http: ListenAddress;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly loadBalancerClass: string | null;
  readonly verbose: boolean;
}

interface ClusterConfig {
  readonly kubeconfig: string | null;
  readonly context: string | null;
  readonly namespace: string | null;
  readonly serverTimeout: Millis | null;
}

interface NodeConfig {
  readonly leaseDuration: Millis;
  readonly bgpListen: readonly IpAddress[];
  readonly excludeInterfaces: RegExp;
  readonly announceInterval: Millis;
  readonly drain: Millis;
  readonly drainCordoned: boolean;
}

/** What `fairlead controller` can be told. */
export interface ControllerConfig extends ClusterConfig, CommonConfig {}

/** What `fairlead speaker` can be told. */
export interface SpeakerConfig extends ClusterConfig, NodeConfig, CommonConfig {
  readonly nodeName: string | null;
  readonly serviceStatus: number;
}

/** What `fairlead standalone` can be told. */
export interface StandaloneConfig extends NodeConfig, CommonConfig {
  readonly files: readonly string[];
  readonly nodeName: string | null;
  readonly stateFile: string | null;
}

const common: SettingsOf<Omit<CommonConfig, 'http'>> = {
  logLevel: {
    flag: 'log-level',
    argument: 'LEVEL',
    about: 'how much is logged: trace, debug, info, warn, error or silent',
    default: 'info',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'),
  },
  logFormat: {
    flag: 'log-format',
    argument: 'FORMAT',
    about: 'json (one object a line), text (for people), or auto (text on a terminal)',
    default: 'auto',
    parse: oneOf('auto', 'json', 'text'),
  },
  loadBalancerClass: {
    flag: 'load-balancer-class',
    argument: 'CLASS',
    about: 'serve only Services of this spec.loadBalancerClass',
    default: null,
    parse: text,
  },
  verbose: {
    flag: 'verbose',
    short: 'v',
    argument: null,
    about: 'show the stack of errors',
    default: false,
    parse: onOrOff,
  },
};

const cluster: SettingsOf<ClusterConfig> = {
  kubeconfig: {
    flag: 'kubeconfig',
    argument: 'FILE',
    about: 'how to reach the cluster; in a pod its service account does',
    default: null,
    parse: text,
  },
  context: {
    flag: 'context',
    argument: 'NAME',
    about: 'which context of the kubeconfig',
    default: null,
    parse: text,
  },
  namespace: {
    flag: 'namespace',
    argument: 'NAME',
    about: 'where Leases live; the namespace of the pod or of the context, else fairlead-system',
    alsoFrom: ['METALLB_NAMESPACE'],
    default: null,
    parse: objectName,
  },
  serverTimeout: {
    flag: 'server-timeout',
    argument: 'SPAN',
    about: 'how long to wait for the API server at the start; 30s with a kubeconfig, for ever in a pod',
    default: null,
    parse: span(millis(0), millis(86_400_000)),
  },
};

const node: SettingsOf<NodeConfig> = {
  leaseDuration: {
    flag: 'lease-duration',
    argument: 'SPAN',
    about: 'how long after its last sign of life a speaker counts as dead on layer 2',
    default: millis(6000),
    parse: span(millis(1000), millis(600_000)),
  },
  bgpListen: {
    flag: 'bgp-listen',
    argument: 'ADDRESS',
    about: 'where neighbours may connect to; by default nowhere, the speaker connects to them',
    isList: true,
    default: [],
    parse: listOf(ipAddress),
  },
  excludeInterfaces: {
    flag: 'exclude-interfaces',
    argument: 'REGEXP',
    about: 'interfaces on which no address is answered for, whatever an advertisement says',
    default: /^(?:docker|cbr|dummy|virbr|lxcbr|veth|lo$|cali|tunl|flannel|kube-ipvs|cni|nodelocaldns|lxc)/,
    parse: regularExpression,
  },
  announceInterval: {
    flag: 'gratuitous-arp-interval',
    argument: 'SPAN',
    about: 'how often owned addresses are announced again, against switches that forget; 0 is never',
    default: millis(60_000),
    parse: span(millis(0), millis(86_400_000)),
  },
  drain: {
    flag: 'drain',
    argument: 'SPAN',
    about:
      'how long neighbours have to move away from the routes of a speaker that stops, or of a node that is taken out (RFC 8326)',
    default: millis(3000),
    parse: span(millis(0), millis(600_000)),
  },
  drainCordoned: {
    flag: 'drain-cordoned',
    argument: null,
    about: 'take a node out while it is cordoned; every speaker must be told the same',
    default: false,
    parse: onOrOff,
  },
};

export const controllerSettings: SettingsOf<ControllerConfig> = { ...cluster, http: http(7472), ...common };

export const speakerSettings: SettingsOf<SpeakerConfig> = {
  nodeName: {
    flag: 'node-name',
    argument: 'NAME',
    about: 'the Node that this speaker speaks for',
    alsoFrom: ['METALLB_NODE_NAME', 'NODE_NAME'],
    default: null,
    parse: objectName,
  },
  serviceStatus: {
    flag: 'service-status',
    argument: 'COUNT',
    about:
      "of how many Services MetalLB's ServiceL2Status and ServiceBGPStatus are kept, where the cluster has them",
    default: 1000,
    parse: integer(0, 100_000),
  },
  ...cluster,
  ...node,
  http: http(7473),
  ...common,
};

export const standaloneSettings: SettingsOf<StandaloneConfig> = {
  files: {
    flag: 'filename',
    short: 'f',
    argument: 'PATH',
    about: 'a manifest or a folder of them, read again when it changes',
    isList: true,
    default: [],
    parse: listOf(text),
  },
  nodeName: {
    flag: 'node-name',
    argument: 'NAME',
    about: 'speak for this Node alone; by default for each whose address is on this machine',
    default: null,
    parse: objectName,
  },
  stateFile: {
    flag: 'state-file',
    argument: 'FILE',
    about: 'where the addresses of Services are remembered; by default in $XDG_STATE_HOME/fairlead',
    default: null,
    parse: text,
  },
  ...node,
  http: http(7472),
  ...common,
};

function http(port: number): Setting<ListenAddress> {
  return {
    flag: 'http',
    argument: 'ADDRESS:PORT',
    about: 'where /metrics, /healthz, /readyz and the status are served, or off',
    default: listenAddress(String(port)),
    parse: listenAddress,
  };
}

function regularExpression(value: string): RegExp {
  try {
    return new RegExp(value);
  } catch {
    throw new RangeError('must be a regular expression');
  }
}
