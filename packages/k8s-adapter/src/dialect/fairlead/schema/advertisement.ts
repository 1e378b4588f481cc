/** Advertisement: which addresses are made known, to whom and how, by BGP, on layer 2 or both. */
export const ADVERTISEMENT = {
  kind: 'Advertisement',
  plural: 'advertisements',
  shortNames: ['adv'],
  about: 'Makes addresses of pools known, by BGP, on layer 2 or both.',
  namespaced: false,
  columns: [
    { name: 'Pools', type: 'string', path: '.spec.pools' },
    { name: 'Peers', type: 'string', path: '.spec.bgp.peers' },
    { name: 'Interfaces', type: 'string', path: '.spec.layer2.interfaces' },
    { name: 'Accepted', type: 'string', path: ".status.conditions[?(@.type=='Accepted')].status" },
  ],
  spec: {
    type: 'object',
    about: 'What, from where, and how.',
    rules: ['someWay', 'aggregateAllServices'],
    fields: {
      pools: {
        type: 'list',
        about: 'Pools by name; without names and selectors all pools.',
        maxItems: 256,
        items: { type: 'text', about: 'An AddressPool.', maxLength: 253 },
      },
      poolSelectors: {
        type: 'list',
        about: 'Pools by label; one must match.',
        maxItems: 64,
        items: { type: 'selector', about: 'Selects AddressPools.' },
      },
      namespaces: {
        type: 'list',
        about: 'Only Services of these namespaces.',
        maxItems: 256,
        items: { type: 'text', about: 'A namespace.', maxLength: 63 },
      },
      serviceSelectors: {
        type: 'list',
        about: 'Only Services with these labels; one must match.',
        maxItems: 64,
        items: { type: 'selector', about: 'Selects Services.' },
      },
      nodeSelectors: {
        type: 'list',
        about: 'Only from nodes with these labels; one must match.',
        maxItems: 64,
        items: { type: 'selector', about: 'Selects nodes.' },
      },
      bgp: {
        type: 'object',
        about: 'Announces the addresses to BGP peers.',
        fields: {
          peers: {
            type: 'list',
            about: 'Peers by name; without names and selectors all peers.',
            maxItems: 256,
            items: { type: 'text', about: 'A BgpPeer.', maxLength: 253 },
          },
          peerSelectors: {
            type: 'list',
            about: 'Peers by label; one must match.',
            maxItems: 64,
            items: { type: 'selector', about: 'Selects BgpPeers.' },
          },
          aggregationLength: {
            type: 'integer',
            about: 'Announces IPv4 addresses as blocks of this length.',
            min: 1,
            max: 32,
            default: 32,
          },
          aggregationLengthV6: {
            type: 'integer',
            about: 'Announces IPv6 addresses as blocks of this length.',
            min: 1,
            max: 128,
            default: 128,
          },
          localPref: {
            type: 'integer',
            about: 'LOCAL_PREF, for internal peers.',
            min: 0,
            max: 4294967295,
          },
          med: { type: 'integer', about: 'MULTI_EXIT_DISC.', min: 0, max: 4294967295 },
          prepend: {
            type: 'integer',
            about: 'How often the own AS is repeated in the AS_PATH.',
            min: 0,
            max: 10,
            default: 0,
          },
          communities: {
            type: 'list',
            about: 'Communities (64500:1, large:1:2:3, rt:64500:1) or their well-known names (no-export).',
            maxItems: 64,
            items: { type: 'text', about: 'A community.', maxLength: 64 },
          },
          nextHops: {
            type: 'text',
            about: 'Self announces the node itself; Nodes announces all eligible nodes, with ADD-PATH.',
            maxLength: 5,
            choices: ['Self', 'Nodes'],
            default: 'Self',
          },
          sameNodeLabel: {
            type: 'text',
            about: 'With Nodes, only those with the same value of this label, like that of a rack.',
            maxLength: 317,
          },
          megabitsPerEndpoint: {
            type: 'integer',
            about: 'Tells routers a bandwidth for each ready endpoint of the node, to spread flows by.',
            min: 1,
            max: 1000000,
          },
        },
      },
      layer2: {
        type: 'object',
        about: 'Lets one node at a time answer ARP and NDP for each address.',
        fields: {
          interfaces: {
            type: 'list',
            about: 'Only on these interfaces.',
            maxItems: 64,
            items: { type: 'text', about: 'An interface.', maxLength: 15 },
          },
          preferredNodes: {
            type: 'list',
            about: 'Nodes that should answer if they can; the weights of all that match a node are added up.',
            maxItems: 64,
            items: {
              type: 'object',
              about: 'A preference.',
              required: ['weight', 'selector'],
              fields: {
                weight: { type: 'integer', about: 'How much it counts.', min: 1, max: 100 },
                selector: { type: 'selector', about: 'Selects nodes.' },
              },
            },
          },
          election: {
            type: 'text',
            about: 'Spread gives every node its even share; Compatible elects as MetalLB and OpenELB do.',
            maxLength: 10,
            choices: ['Spread', 'Compatible'],
            default: 'Spread',
          },
          failback: {
            type: 'text',
            about:
              'When a node that came back takes addresses again: Immediate, Never, or after a time like 5m.',
            maxLength: 20,
            default: 'Immediate',
            rules: ['isFailback'],
          },
          preferEndpoints: {
            type: 'boolean',
            about: 'Prefers nodes with an endpoint of the Service.',
            default: false,
          },
          virtualMac: {
            type: 'boolean',
            about:
              'Gives each address a MAC of its own that moves with it; its speakers need the capability NET_ADMIN.',
            default: false,
          },
        },
      },
    },
  },
  status: { type: 'object', about: 'Whether it is in force.', fields: {} },
} as const;
