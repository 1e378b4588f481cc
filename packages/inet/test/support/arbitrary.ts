import fc from 'fast-check';
import { addressFromBigInt } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';

export const ipAddress: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value) => addressFromBigInt('ipv4', value)),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => addressFromBigInt('ipv6', value)),
  fc.array(fc.constantFrom<bigint[]>(0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 }).map((groups) =>
    addressFromBigInt(
      'ipv6',
      groups.reduce((value, group) => (value << 16n) | group, 0n),
    ),
  ),
);
