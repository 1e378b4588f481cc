/** What a reason says of its subject, with `{names}` of values, and what its owner can do about it. */
interface Described {
  readonly says: string;
  readonly remedy: string;
}

const OURS = {
  notLoadBalancer: {
    says: 'is of type {type}, only LoadBalancer gets an address',
    remedy: 'Set spec.type to LoadBalancer if it should be reachable from outside.',
  },
  otherClass: {
    says: 'is of class {class}, this Fairlead serves {served}',
    remedy: 'Remove spec.loadBalancerClass, or start Fairlead with --load-balancer-class.',
  },
  headless: {
    says: 'is headless (clusterIP None), so nothing forwards to it',
    remedy: 'Give the Service a ClusterIP; a headless Service cannot be load balanced.',
  },
} as const;

const POOLS = {
  noPools: { says: 'no pool is configured', remedy: 'Create a pool (IPAddressPool, AddressPool or Eip).' },
  poolUnknown: {
    says: 'asks for pool {pool}, which does not exist or was set aside',
    remedy: 'Correct the name in the annotation, or see what is wrong with the pool with fairlead validate.',
  },
  poolNotAutomatic: {
    says: 'pool {pool} gives addresses only to who asks for it by name',
    remedy: 'Ask for the pool by annotation, or set autoAssign on the pool.',
  },
  poolDisabled: {
    says: 'pool {pool} is disabled and gives no new address',
    remedy: 'Enable the pool, or ask for another.',
  },
  poolNeedsOptIn: {
    says: 'pool {pool} serves Services with the annotation {annotation} only',
    remedy: 'Add the annotation to the Service.',
  },
  poolNotForNamespace: {
    says: 'pool {pool} is reserved for other namespaces than {namespace}',
    remedy: 'Add the namespace to the pool, or ask for another pool.',
  },
  poolNotForService: {
    says: 'pool {pool} is reserved for Services with other labels',
    remedy: 'Add the labels that the pool selects, or ask for another pool.',
  },
  poolNotDefault: {
    says: 'pool {pool} serves only namespaces that have no pool of their own',
    remedy: 'Extend the pool that is reserved for the namespace, or ask for this one by name.',
  },
  poolHasNoFamily: {
    says: 'pool {pool} has no {family} addresses',
    remedy: 'Add a range of that family to the pool, or change spec.ipFamilies.',
  },
  poolExhausted: {
    says: 'pool {pool} has no free {family} address, all {size} are in use',
    remedy: 'Add addresses to the pool, or delete Services that need none.',
  },
  quotaReached: {
    says: 'namespace {namespace} holds {limit} addresses of pool {pool}, which is its quota',
    remedy: 'Raise the quota of the pool, or delete Services that need no address.',
  },
  noPoolSuits: {
    says: 'none of {count} pools can serve it',
    remedy: 'See the verdict on each pool with fairlead explain service.',
  },
} as const;

const REQUESTS = {
  requestInvalid: {
    says: '{defect}',
    remedy: 'Correct the annotation or field; until then the Service gets no address.',
  },
  requestOfOtherFamily: {
    says: 'asks for {addresses}, but its families are {families}',
    remedy: 'Ask for one address of each family of the Service.',
  },
  clusterIpsOfOneFamily: {
    says: 'requires both families, but its ClusterIPs are of {family} only',
    remedy: 'Set ipFamilyPolicy to SingleStack, or give the cluster Service ranges of both families.',
  },
  addressInNoPool: {
    says: 'no pool holds {address}',
    remedy: 'Ask for an address of a pool, or add it to one.',
  },
  addressInOtherPool: {
    says: '{address} is in pool {pool}, but the Service asks for pool {wanted}',
    remedy: 'Ask for an address of that pool, or drop one of the two requests.',
  },
  addressNotAsked: {
    says: 'the Service asks for {wanted}, not for {address}',
    remedy: 'Drop the request if the address should stay.',
  },
  familyNotWanted: {
    says: '{address} is of another family than the Service, which wants {families}',
    remedy: 'Change spec.ipFamilies if the address should stay.',
  },
  addressSurplus: {
    says: '{address} is one more than the {count} of its family that the Service asks for',
    remedy: 'Ask for more with the annotation fairlead.dev/address-count.',
  },
  addressAvoided: {
    says: 'pool {pool} leaves {address} out because of its last octet',
    remedy: 'Ask for another address, or clear avoidBuggyIPs on the pool.',
  },
  addressInUse: {
    says: '{address} is in use by {holder}, which does not share it',
    remedy: 'Ask for another address, or give both Services the same sharing key.',
  },
  sharingNotAsked: {
    says: '{address} is in use by {holder}, and this Service does not ask to share',
    remedy: 'Ask for another address, or give both Services the same sharing key.',
  },
  sharingKeyDiffers: {
    says: '{address} is shared under the key {theirs} by {holder}, not under {ours}',
    remedy: 'Give both Services the same sharing key, or ask for another address.',
  },
  sharedPortInUse: {
    says: '{port} of {address} belongs to {holder}',
    remedy: 'Use another port, or another address.',
  },
  sharedBackendsDiffer: {
    says: '{address} is used by {holder}, which sends traffic to other pods; both must be externalTrafficPolicy Cluster or select the same pods',
    remedy: 'Set externalTrafficPolicy Cluster on both, or give both the same selector.',
  },
  addressClaimed: {
    says: '{address} is reserved by AddressClaim {claim}',
    remedy: 'Name the claim in the Service, or ask for another address.',
  },
  claimUnknown: {
    says: 'asks for AddressClaim {claim}, which does not exist or holds no address yet',
    remedy: 'Create the claim in the namespace of the Service.',
  },

  addressInPool: { says: '{address} is of pool {pool}', remedy: '' },
  addressHeld: { says: '{holder} has {address}', remedy: '' },
} as const;

const OUTCOMES = {
  kept: { says: 'keeps {addresses} from pool {pool}', remedy: '' },
  keptOutside: {
    says: 'keeps {addresses}, which pool {pool} no longer holds',
    remedy: 'Nothing, or delete the Service to free the address.',
  },
  allocated: { says: 'gets {addresses} from pool {pool}', remedy: '' },
  moved: {
    says: 'leaves {old} because {because}',
    remedy: 'Expect connections to the old address to end; point DNS at the new one.',
  },
  secondFamilyMissing: {
    says: 'has an address of {family} only, no pool has one of the other family free',
    remedy: 'Add a range of the other family to a pool; it is then added to the Service.',
  },
} as const;

const NODES = {
  nodeEligible: { says: 'node {node} may announce', remedy: '' },
  nodeExcluded: {
    says: 'node {node} has the label node.kubernetes.io/exclude-from-external-load-balancers',
    remedy: 'Remove the label from the node.',
  },
  nodeNetworkUnavailable: {
    says: 'node {node} has the condition NetworkUnavailable',
    remedy: 'See what the CNI of the node waits for.',
  },
  nodeOutOfService: {
    says: 'node {node} has the taint node.kubernetes.io/out-of-service',
    remedy: 'Remove the taint when the node is back.',
  },
  nodeNotReady: {
    says: 'node {node} is not Ready, and others are',
    remedy: 'See why with kubectl describe node.',
  },
  nodeDraining: {
    says: 'node {node} is being drained',
    remedy: 'Uncordon the node, or remove the taint that asks for draining.',
  },
  nodeWithoutSpeaker: {
    says: 'node {node} has no live speaker',
    remedy: 'See the speaker pod of the node, and its Lease.',
  },
  nodeNotSelected: {
    says: 'no advertisement of pool {pool} selects node {node}',
    remedy: 'Extend the node selectors of an advertisement.',
  },
  nodeWithoutInterface: {
    says: 'node {node} has none of the interfaces that advertisements of pool {pool} name',
    remedy: 'Name an interface of the node in an advertisement, or none.',
  },
  nodeOutsideSubnet: {
    says: 'node {node} has no interface in the subnet of {address}',
    remedy: 'Advertise the pool from nodes in its subnet, or by BGP.',
  },
} as const;

const ANNOUNCEMENTS = {
  noAddress: { says: 'has no address yet', remedy: 'See why with fairlead explain service.' },
  addressOfNoPool: {
    says: '{address} belongs to no pool',
    remedy: 'Add the address to a pool, or let the controller assign another.',
  },
  notAdvertised: {
    says: 'no advertisement covers pool {pool}',
    remedy: 'Create a BGPAdvertisement or an L2Advertisement for the pool.',
  },
  serviceNotSelected: {
    says: 'the advertisements of pool {pool} select other Services',
    remedy: 'Extend the service selectors of an advertisement, or label the Service.',
  },
  noPeer: {
    says: 'no peer of node {node} is named by the advertisements of pool {pool}',
    remedy: 'Create a peer that selects the node, or name it in the advertisement.',
  },
  noEndpoints: {
    says: 'no endpoint is ready or serving',
    remedy: 'See the pods behind the Service with kubectl get endpointslices.',
  },
  noLocalEndpoints: {
    says: 'node {node} has no endpoint of its own, which externalTrafficPolicy Local requires',
    remedy: 'Run a pod on the node, or set externalTrafficPolicy Cluster.',
  },
  attributesConflict: {
    says: 'advertisement {advertisement} wants {attribute} {theirs} where {winner} already says {ours}',
    remedy: 'Give both advertisements the same value, or different peers, nodes or lengths.',
  },
  familyNotAgreed: {
    says: 'peer {peer} takes no routes of {family}, so not {prefix}',
    remedy:
      'Nothing, where another peer has it; else name the family on the peer, or add a peer with an address of it.',
  },
  noNextHop: {
    says: 'node {node} has no address of {family} that {prefix} could point peer {peer} to',
    remedy: 'Give the node an InternalIP of the family, or add a peer with an address of it.',
  },
  announced: { says: 'node {node} announces {prefix} to peer {peer}', remedy: '' },
  aggregated: { says: 'node {node} announces the aggregate {prefix} to peer {peer}', remedy: '' },
  peerTold: { says: 'node {node} has {count} routes for peer {peer}', remedy: '' },
  nodeHasNoPeer: {
    says: 'no peer selects node {node}',
    remedy: 'Extend the node selectors of a peer.',
  },
  peerSelectsNoNode: {
    says: 'peer {peer} selects no node',
    remedy: 'Correct the node selectors of the peer, or label nodes.',
  },
  peerNotAddressed: {
    says: 'no advertisement addresses peer {peer}',
    remedy: 'Create a BGPAdvertisement, or name the peer in one.',
  },
} as const;

const OWNERS = {
  elected: { says: 'node {node} answers for {address}', remedy: '' },
  electedOther: { says: 'node {owner} answers for {address}, node {node} does not', remedy: '' },
  noCandidate: {
    says: 'no node can answer for {address}',
    remedy: 'See the verdict on each node with fairlead explain address.',
  },
} as const;

/** The closed list of reasons. */
export const REASONS: typeof OURS &
  typeof POOLS &
  typeof REQUESTS &
  typeof OUTCOMES &
  typeof NODES &
  typeof ANNOUNCEMENTS &
  typeof OWNERS = {
  ...OURS,
  ...POOLS,
  ...REQUESTS,
  ...OUTCOMES,
  ...NODES,
  ...ANNOUNCEMENTS,
  ...OWNERS,
};

/** The same, by what they are about. */
export const REASON_GROUPS: readonly {
  readonly title: string;
  readonly reasons: Readonly<Record<string, Described>>;
}[] = [
  { title: 'Whether a Service is ours', reasons: OURS },
  { title: 'Which pools may serve it', reasons: POOLS },
  { title: 'What it asks for', reasons: REQUESTS },
  { title: 'What became of it', reasons: OUTCOMES },
  { title: 'Whether a node takes part', reasons: NODES },
  { title: 'Whether a Service is announced', reasons: ANNOUNCEMENTS },
  { title: 'Who owns an address on layer 2', reasons: OWNERS },
];
