/** AddressPool: addresses that Services can get. */
export const ADDRESS_POOL = {
  kind: 'AddressPool',
  plural: 'addresspools',
  shortNames: ['apool'],
  about: 'Addresses that Services of type LoadBalancer can get.',
  namespaced: false,
  columns: [
    { name: 'Addresses', type: 'string', path: '.spec.addresses' },
    { name: 'Auto', type: 'boolean', path: '.spec.autoAssign' },
    { name: 'Used', type: 'integer', path: '.status.used' },
    { name: 'Available', type: 'integer', path: '.status.available' },
    { name: 'Accepted', type: 'string', path: ".status.conditions[?(@.type=='Accepted')].status" },
  ],
  spec: {
    type: 'object',
    about: 'What the pool holds and who may have it.',
    required: ['addresses'],
    fields: {
      addresses: {
        type: 'list',
        about: 'Blocks (192.0.2.0/24), ranges (192.0.2.10-192.0.2.20) or single addresses, of both families.',
        minItems: 1,
        maxItems: 256,
        items: {
          type: 'text',
          about: 'A block, a range or an address.',
          maxLength: 80,
          rules: ['isAddresses'],
        },
      },
      autoAssign: {
        type: 'boolean',
        about: 'Whether Services that ask for nothing may get an address here.',
        default: true,
      },
      disabled: {
        type: 'boolean',
        about: 'Gives no address any more; those given stay.',
        default: false,
      },
      avoidBuggyIPs: {
        type: 'boolean',
        about: 'Leaves out IPv4 addresses that end in .0 or .255.',
        default: false,
      },
      priority: {
        type: 'integer',
        about: 'The smaller is tried first, pools without one last.',
        min: -2147483648,
        max: 2147483647,
      },
      reservedFor: {
        type: 'object',
        about: 'For whom the pool is kept; without it for everybody.',
        fields: {
          namespaces: {
            type: 'list',
            about: 'Namespaces by name.',
            maxItems: 256,
            items: { type: 'text', about: 'A namespace.', maxLength: 63 },
          },
          namespaceSelectors: {
            type: 'list',
            about: 'Namespaces by label; one must match.',
            maxItems: 64,
            items: { type: 'selector', about: 'Selects namespaces.' },
          },
          serviceSelectors: {
            type: 'list',
            about: 'Of these namespaces only Services with these labels; one must match.',
            maxItems: 64,
            items: { type: 'selector', about: 'Selects Services.' },
          },
          enforced: {
            type: 'boolean',
            about: 'Whether others are refused also when they ask for the pool or an address by name.',
            default: true,
          },
        },
      },
      fallback: {
        type: 'boolean',
        about: 'Serves Services that no pool is reserved for, before pools that are open to all.',
        default: false,
      },
      optIn: {
        type: 'text',
        about:
          'Serves only Services that ask for this product by its annotation (lb.kubesphere.io/v1alpha1).',
        maxLength: 7,
        choices: ['OpenELB'],
      },
      announcedElsewhere: {
        type: 'boolean',
        about: 'Whether something else announces the addresses, like the CNI.',
        default: false,
      },
      quotas: {
        type: 'list',
        about: 'How many addresses each namespace may hold; the first that names a namespace counts.',
        maxItems: 64,
        items: {
          type: 'object',
          about: 'A limit for namespaces.',
          required: ['limit'],
          fields: {
            namespaces: {
              type: 'list',
              about: 'Namespaces by name; without names and selectors every namespace.',
              maxItems: 256,
              items: { type: 'text', about: 'A namespace.', maxLength: 63 },
            },
            namespaceSelectors: {
              type: 'list',
              about: 'Namespaces by label; one must match.',
              maxItems: 64,
              items: { type: 'selector', about: 'Selects namespaces.' },
            },
            limit: {
              type: 'integer',
              about: 'The most addresses that one namespace may hold.',
              min: 0,
              max: 2147483647,
            },
          },
        },
      },
      whenRemoved: {
        type: 'text',
        about: 'What happens to addresses in use that an edit takes out of the pool.',
        maxLength: 4,
        choices: ['Move', 'Keep'],
        default: 'Move',
      },
    },
  },
  status: {
    type: 'object',
    about: 'How much of the pool is in use.',
    fields: {
      size: {
        type: 'integer',
        min: 0,
        max: 9007199254740991,
        about: 'How many addresses it has; 9007199254740991 stands for more than that.',
      },
      used: {
        type: 'integer',
        min: 0,
        max: 9007199254740991,
        about: 'How many of them Services and claims hold.',
      },
      available: { type: 'integer', min: 0, max: 9007199254740991, about: 'How many can still be given.' },
      ipv4: {
        type: 'object',
        about: 'The same of IPv4.',
        fields: {
          size: { type: 'integer', min: 0, max: 9007199254740991, about: 'How many addresses there are.' },
          assigned: {
            type: 'integer',
            min: 0,
            max: 9007199254740991,
            about: 'How many Services and claims hold.',
          },
          available: {
            type: 'integer',
            min: 0,
            max: 9007199254740991,
            about: 'How many can still be given.',
          },
        },
      },
      ipv6: {
        type: 'object',
        about: 'The same of IPv6.',
        fields: {
          size: { type: 'integer', min: 0, max: 9007199254740991, about: 'How many addresses there are.' },
          assigned: {
            type: 'integer',
            min: 0,
            max: 9007199254740991,
            about: 'How many Services and claims hold.',
          },
          available: {
            type: 'integer',
            min: 0,
            max: 9007199254740991,
            about: 'How many can still be given.',
          },
        },
      },
    },
  },
} as const;
