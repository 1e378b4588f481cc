import type { Capability, Open } from '../message.ts';
import { negotiate } from '../session/negotiate.ts';
import type { SessionState } from '../session/state.ts';
import type { PeerConfig } from './config.ts';
import type { PeerSettings } from './settings.ts';

/** What a new configuration did to the session. */
export type Configured =
  | { readonly kind: 'applied' }
  /** The fields that only a new session can change. */
  | { readonly kind: 'sessionReset'; readonly because: readonly string[] };

/** Whether the session lives on under new settings: not where its OPEN says something else than we would say now. */
export function configurationChange(
  before: PeerSettings,
  after: PeerSettings,
  state: SessionState,
  moved: readonly string[],
): Configured {
  const because = [...reasonsToReset(before, after, state), ...(hasConnection(state) ? moved : [])];
  return because.length === 0 ? { kind: 'applied' } : { kind: 'sessionReset', because };
}

function hasConnection({ kind }: SessionState): boolean {
  return kind === 'openSent' || kind === 'openConfirm' || kind === 'established';
}

function reasonsToReset(
  before: PeerSettings,
  after: PeerSettings,
  state: SessionState,
): readonly (keyof PeerConfig)[] {
  switch (state.kind) {
    case 'idle':
    case 'connect':
    case 'active':
      return [];
    case 'openSent':
      return differences(before.session.open, after.session.open);
    case 'openConfirm':
    case 'established': {
      const { received, routeRefresh } = state.session;
      const different = differences(before.session.open, after.session.open);
      if (different.length > 0) return different;
      const negotiation = negotiate(after.session, received);
      if (negotiation.kind === 'refused')
        return [negotiation.ending.reason === 'roleMismatch' ? 'strictRole' : 'remoteAs'];
      return before.importRoutes === after.importRoutes || routeRefresh ? [] : ['importRoutes'];
    }
  }
}

/** The fields of the configuration that the two OPENs tell differently. */
function differences(before: Open, after: Open): readonly (keyof PeerConfig)[] {
  const said = told(before);
  const wanted = told(after);
  return [...new Set([...said.keys(), ...wanted.keys()])].filter(
    (field) => said.get(field) !== wanted.get(field),
  );
}

function told(open: Open): ReadonlyMap<keyof PeerConfig, string> {
  const fields = new Map<keyof PeerConfig, string>([
    ['localAs', String(open.asn)],
    ['routerId', open.routerId],
    ['holdTime', String(open.holdTime)],
  ]);
  for (const capability of open.capabilities) {
    const field = FIELDS[capability.kind];
    if (field === null) continue;
    fields.set(field, (fields.get(field) ?? '') + JSON.stringify(withoutRestart(capability)));
  }
  return fields;
}

/** That a restart is over is no change of the configuration. */
function withoutRestart(capability: Capability): Capability {
  return capability.kind === 'gracefulRestart' ? { ...capability, restarting: false } : capability;
}

/** Which field a capability comes from; `null` where the next session is early enough for a change. */
const FIELDS: Readonly<Record<Capability['kind'], keyof PeerConfig | null>> = {
  multiprotocol: 'families',
  routeRefresh: null,
  enhancedRouteRefresh: null,
  fourOctetAs: null,
  gracefulRestart: 'gracefulRestart',
  longLivedGracefulRestart: 'gracefulRestart',
  addPath: 'addPath',
  extendedNextHop: 'extendedNextHop',
  extendedMessage: 'extendedMessages',
  role: 'role',
  fqdn: null,
  softwareVersion: null,
  unknown: null,
};
