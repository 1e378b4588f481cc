import { networkInterfaces } from 'node:os';
import { isUnspecified, parseIpAddress } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { Transport } from './config.ts';
import type { ListenAddress } from './socketFactory.ts';

/** Whether a neighbour would be ourselves. */
export function isOwnAddress({ remote, port }: Transport, listen: readonly ListenAddress[]): boolean {
  return listen.some(
    (own) => own.port === port && (own.address === remote || (isAny(own) && isLocal(remote))),
  );
}

function isAny({ address }: ListenAddress): boolean {
  const parsed = parseIpAddress(address);
  return parsed !== null && isUnspecified(parsed);
}

function isLocal(address: IpAddress): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some((own) => own.address === address),
  );
}
