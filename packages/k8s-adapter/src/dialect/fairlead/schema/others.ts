/** BfdProfile: how fast the death of a neighbour is noticed. */
export const BFD_PROFILE = {
  kind: 'BfdProfile',
  plural: 'bfdprofiles',
  shortNames: ['bfdp'],
  about: 'How fast the death of a BGP peer is noticed (RFC 5880).',
  namespaced: false,
  columns: [
    { name: 'Receive', type: 'string', path: '.spec.receiveInterval' },
    { name: 'Transmit', type: 'string', path: '.spec.transmitInterval' },
    { name: 'Multiplier', type: 'integer', path: '.spec.detectMultiplier' },
    { name: 'Accepted', type: 'string', path: ".status.conditions[?(@.type=='Accepted')].status" },
  ],
  spec: {
    type: 'object',
    about: 'Intervals and limits.',
    fields: {
      receiveInterval: {
        type: 'duration',
        about: 'The shortest interval at which packets are taken.',
        min: 10,
        max: 60000,
        default: '300ms',
      },
      transmitInterval: {
        type: 'duration',
        about: 'The interval at which packets are sent.',
        min: 10,
        max: 60000,
        default: '300ms',
      },
      detectMultiplier: {
        type: 'integer',
        about: 'How many packets may be lost.',
        min: 2,
        max: 255,
        default: 3,
      },
      echoInterval: {
        type: 'duration',
        about: 'The interval of echo packets; without it there are none.',
        min: 10,
        max: 60000,
      },
      passive: { type: 'boolean', about: 'Waits for the peer to begin.', default: false },
      minimumTtl: {
        type: 'integer',
        about: 'The lowest TTL of packets over several hops.',
        min: 1,
        max: 254,
      },
    },
  },
  status: { type: 'object', about: 'Whether it is in force.', fields: {} },
} as const;

/** AddressClaim: addresses that stay reserved for a namespace. */
export const ADDRESS_CLAIM = {
  kind: 'AddressClaim',
  plural: 'addressclaims',
  shortNames: ['aclaim'],
  about:
    'Addresses that stay reserved for the namespace, with or without a Service. A Service names it in fairlead.dev/claim.',
  namespaced: true,
  columns: [
    { name: 'Addresses', type: 'string', path: '.status.addresses' },
    { name: 'Reserved', type: 'string', path: ".status.conditions[?(@.type=='Reserved')].status" },
    { name: 'Pools', type: 'string', path: '.spec.pools', priority: 1 },
  ],
  spec: {
    type: 'object',
    about: 'Which addresses.',
    fields: {
      pools: {
        type: 'list',
        about: 'From these pools; by default from any that the namespace may use.',
        maxItems: 64,
        items: { type: 'text', about: 'An AddressPool.', maxLength: 253 },
      },
      addresses: {
        type: 'list',
        about: 'These very addresses.',
        maxItems: 16,
        items: { type: 'text', about: 'An address.', maxLength: 45, rules: ['isAddress'] },
      },
      families: {
        type: 'list',
        about: 'One address of each; by default of the first that can be had.',
        maxItems: 2,
        items: { type: 'text', about: 'A family.', maxLength: 4, choices: ['IPv4', 'IPv6'] },
      },
    },
  },
  status: {
    type: 'object',
    about: 'What is reserved.',
    fields: {
      addresses: {
        type: 'list',
        about: 'The reserved addresses.',
        maxItems: 16,
        items: { type: 'text', about: 'An address.', maxLength: 45 },
      },
    },
  },
} as const;
