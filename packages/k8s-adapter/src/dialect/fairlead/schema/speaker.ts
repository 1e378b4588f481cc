/** Speaker: what one node does; written by its speaker and read by people. */
export const SPEAKER = {
  kind: 'Speaker',
  plural: 'speakers',
  shortNames: [],
  about: 'What one node announces, to whom, and how its sessions are. Has the name of the node.',
  namespaced: false,
  columns: [
    { name: 'Established', type: 'integer', path: '.status.established' },
    { name: 'Peers', type: 'integer', path: '.status.sessions' },
    { name: 'Owns', type: 'string', path: '.status.owns', priority: 1 },
  ],
  spec: { type: 'object', about: 'Nothing is configured here.', fields: {} },
  status: {
    type: 'object',
    about: 'The state of the node.',
    fields: {
      sessions: { type: 'integer', about: 'How many peers it has.', min: 0, max: 65535 },
      established: { type: 'integer', about: 'How many sessions are established.', min: 0, max: 65535 },
      owns: {
        type: 'list',
        about: 'The addresses that it answers for on layer 2.',
        maxItems: 16384,
        items: { type: 'text', about: 'An address.', maxLength: 45 },
      },
      peers: {
        type: 'list',
        about: 'Its sessions.',
        maxItems: 512,
        key: 'name',
        items: {
          type: 'object',
          about: 'A session.',
          required: ['name', 'state'],
          fields: {
            name: { type: 'text', about: 'The peer.', maxLength: 317 },
            state: {
              type: 'text',
              about: 'Its state (RFC 4271 §8.2.2).',
              maxLength: 11,
              choices: ['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'],
            },
            since: { type: 'time', about: 'Since when.' },
            routes: { type: 'integer', about: 'How many routes it was sent.', min: 0, max: 2147483647 },
            lastError: { type: 'text', about: 'Why it last ended.', maxLength: 512 },
          },
        },
      },
    },
  },
} as const;
