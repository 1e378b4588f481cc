import type { Peer } from '../model/peer.ts';
import type { Loss } from './conversion.ts';

/** Where a peer finds its password. */
export interface PasswordSecret {
  readonly namespace: string;
  readonly name: string;
  readonly key?: string;
}

/**
 * The Secret of each peer that has a password. A password that stands in the object itself is not repeated: it belongs into a
 * Secret that somebody has to make, one for all peers that have it in common.
 */
export function passwordSecretNames(
  peers: readonly Peer[],
  passwords: ReadonlyMap<string, string>,
  losses: Loss[],
  home = 'fairlead-system',
): ReadonlyMap<string, PasswordSecret> {
  const byPassword = new Map<string, PasswordSecret>();
  const secrets = new Map<string, PasswordSecret>();
  for (const { name, password, ref } of peers) {
    if (password === null) continue;
    if (password.kind === 'secret') {
      const { key } = password;
      const place = { namespace: password.namespace ?? 'default', name: password.name };
      secrets.set(name, key === 'password' ? place : { ...place, key });
      continue;
    }
    const inline = passwords.get(name) ?? '';
    const number = byPassword.size === 0 ? '' : `-${byPassword.size + 1}`;
    const secret = byPassword.get(inline) ?? { namespace: home, name: `bgp-password${number}` };
    byPassword.set(inline, secret);
    secrets.set(name, secret);
    const command = `kubectl create secret generic ${secret.name} -n ${home} --type=kubernetes.io/basic-auth --from-literal=password=...`;
    losses.push({
      object: ref,
      feature: 'password',
      message: `stands in the object; make the Secret that peer ${name} names now: ${command}`,
    });
  }
  return secrets;
}
