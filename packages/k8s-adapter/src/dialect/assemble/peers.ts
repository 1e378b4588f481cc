import { formatRef } from '../../model/object.ts';
import type { BfdProfile, Peer } from '../../model/peer.ts';
import { selectorKey } from '../../model/selector.ts';
import type { Draft, PeerDraft, Secret } from '../drafts.ts';
import { soundByAge, withoutNamesakes } from './draft.ts';

/** The sound peers, the older first, and apart from them the passwords of those that have one. */
export interface AssembledPeers {
  readonly peers: readonly Draft<Peer>[];
  readonly passwords: ReadonlyMap<string, string>;
  /** Where the Secrets are that peers name, those of unknown passwords too. */
  readonly secretNamespaces: ReadonlySet<string>;
}

export function assembleBfdProfiles(drafts: readonly Draft<BfdProfile>[]): readonly BfdProfile[] {
  return withoutNamesakes(soundByAge(drafts)).map(({ value }) => value);
}

/** `secrets` is `null` where Secrets are not part of the input. */
export function assemblePeers(
  drafts: readonly PeerDraft[],
  bfdProfiles: readonly BfdProfile[],
  secrets: ReadonlyMap<string, Secret> | null,
): AssembledPeers {
  const passwords = new Map<string, string>();
  const secretNamespaces = new Set<string>();
  const known = new Map<string, Peer>();
  const peers: Draft<Peer>[] = [];
  for (const draft of withoutNamesakes<Peer, PeerDraft>(soundByAge<Peer, PeerDraft>(drafts))) {
    const peer = withKnownProfile(draft, bfdProfiles);
    const twin = known.get(identityOf(peer));
    if (twin !== undefined) {
      draft.report.error('duplicate', draft.path, null, `says the same as the older ${formatRef(twin.ref)}`);
      continue;
    }
    if (peer.password?.kind === 'secret') secretNamespaces.add(peer.password.namespace ?? '');
    const password = passwordOf(draft, secrets);
    if (secrets !== null && password === null && peer.password !== null) continue;
    known.set(identityOf(peer), peer);
    if (password !== null) passwords.set(peer.name, password);
    peers.push({ ...draft, value: peer });
  }
  return { peers, passwords, secretNamespaces };
}

/** A session without BFD is better than none. */
function withKnownProfile({ value, report, path }: PeerDraft, profiles: readonly BfdProfile[]): Peer {
  const { bfdProfile } = value;
  if (bfdProfile === null || profiles.some(({ name }) => name === bfdProfile)) return value;
  const message = `is "${bfdProfile}", but there is no such sound BFD profile; the session goes without`;
  report.error('unknownReference', `${path}.bfdProfile`, bfdProfile, message);
  return { ...value, bfdProfile: null };
}

/** The password of the peer; an error where it should have one and does not. */
function passwordOf(draft: PeerDraft, secrets: ReadonlyMap<string, Secret> | null): string | null {
  const source = draft.value.password;
  if (source === null) return null;
  if (source.kind === 'inline') return draft.password;
  const field = `${draft.path}.passwordSecret`;
  const name = `${source.namespace ?? ''}/${source.name}`;
  const secret = secrets?.get(name);
  if (secret === undefined) {
    const message = `names Secret ${name}, which does not exist`;
    if (secrets === null) draft.report.note('unknownReference', field, name, `${message} in this input`);
    else draft.report.error('unknownReference', field, name, `${message}; the session waits for it`);
    return null;
  }
  const password = secret.data.get(source.key) ?? '';
  const types = draft.takesOpaque === true ? [BASIC_AUTH, OPAQUE] : [BASIC_AUTH];
  if (!types.includes(secret.type)) {
    const message = `names Secret ${name} of type ${secret.type}, but it must be ${types.join(' or ')}`;
    draft.report.error('invalidValue', field, name, message);
    return null;
  }
  if (password === '') {
    draft.report.error('missingField', field, name, `names Secret ${name}, which has no key ${source.key}`);
    return null;
  }
  return password;
}

/** A text that is equal for peers that say the same. */
function identityOf(peer: Peer): string {
  const said = { ...peer, ref: null, createdAt: null, name: null, group: null, labels: null };
  return JSON.stringify({ ...said, nodeSelectors: peer.nodeSelectors.map(selectorKey) });
}

const BASIC_AUTH = 'kubernetes.io/basic-auth';
const OPAQUE = 'Opaque';
