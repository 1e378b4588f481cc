import { parseIpAddress } from '@fairlead/inet';
import type { Subject } from './explain.ts';

/** Reads what is to be explained, like `service default/web`; throws a RangeError that says what it must be. */
export function subjectOf(words: readonly string[]): Subject {
  const [kind, name, ...rest] = words;
  if (kind === undefined || name === undefined || rest.length > 0) {
    throw new RangeError(
      'what should be explained? say service NAMESPACE/NAME, address A, peer NAME or node NAME',
    );
  }
  switch (kind) {
    case 'service':
    case 'svc': {
      const [namespace = '', service] = name.split('/');
      return service === undefined
        ? { kind: 'service', namespace: 'default', name: namespace }
        : { kind: 'service', namespace, name: service };
    }
    case 'address': {
      const address = parseIpAddress(name);
      if (address === null) throw new RangeError(`"${name}" is no IP address`);
      return { kind: 'address', address };
    }
    case 'peer':
    case 'node':
      return { kind, name };
    default:
      throw new RangeError(`"${kind}" cannot be explained; say service, address, peer or node`);
  }
}
