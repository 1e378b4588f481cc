/** The rack of a node: its AS, its peers, and whose addresses are next hops there. */
export const RACK_LABEL = 'openelb.kubesphere.io/rack';

/** Given to peers on reading, so that pools of this dialect find the peers of this dialect. */
export const DIALECT_LABEL = 'dialect.fairlead.dev';
