import { ipv4FromNumber, isIpv4, prefixAddress, prefixLength } from '@fairlead/inet';
import type { Ipv6, Prefix, Writer } from '@fairlead/inet';
import { addressToBytes, addressFromBytes } from '@fairlead/inet';
import type { Nlri, NlriVisitor } from '../message.ts';
