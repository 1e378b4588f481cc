import { asn, isAsn } from '@fairlead/inet';
import type { Asn, RouterId } from '@fairlead/inet';
import type { GracefulRestart } from '../../model/peer.ts';
import { readRequiredAsn, readRouterId } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readRestart } from './restart.ts';

/** What all speakers have in common. */
export interface BgpConf {
  readonly asn: Asn;
  readonly asnByRack: ReadonlyMap<string, Asn>;
  readonly routerId: RouterId | null;
  readonly gracefulRestart: GracefulRestart | null;
}

/** BgpConf v1alpha2 and v1alpha1. Like in OpenELB, only the one with the name `default` counts. */
export function readBgpConf(object: KubernetesObject, drafts: Drafts): void {
  const { report, name, apiVersion } = object;
  if (name !== 'default' && !apiVersion.endsWith('/v1alpha1')) {
    report.warning('noEffect', 'metadata.name', name, 'is not "default", so the object does nothing');
    return;
  }
  const spec = object.fields.objectOrEmpty('spec');
  const value: BgpConf = {
    asn: readRequiredAsn(spec, 'as'),
    asnByRack: readAsnByRack(spec),
    routerId: readRouterId(spec, spec.has('routerID') ? 'routerID' : 'routerId'),
    gracefulRestart: readRestart(spec),
  };
  remarkOnTheRest(spec);
  spec.warnOfUnknown();
  drafts.openelb.confs.push({ value, report, path: spec.path });
}

function readAsnByRack(spec: Fields): ReadonlyMap<string, Asn> {
  const racks = spec.objectOrEmpty('asPerRack');
  return new Map(
    racks.names().flatMap((rack) => {
      const value = racks.integer(rack, 1, 0xffffffff);
      return value !== null && isAsn(value) ? [[rack, asn(value)] as const] : [];
    }),
  );
}

function remarkOnTheRest(spec: Fields): void {
  const { report } = spec;
  for (const name of ['routerId', 'routerID']) {
    if (!spec.has(name)) continue;
    const message = 'is one id for all speakers, which routers may refuse; without it each node has its own';
    report.warning('conflict', spec.at(name), spec.raw(name), message);
  }
  if (spec.has('policy')) {
    report.warning(
      'notSupported',
      spec.at('policy'),
      spec.raw('policy'),
      'names a GoBGP policy, which has no equivalent',
    );
  }
  for (const name of ['listenPort', 'listenAddresses', 'port']) {
    if (spec.has(name)) {
      report.note('noEffect', spec.at(name), spec.raw(name), 'is set on the speaker here, with --bgp-listen');
    }
  }
  for (const name of ['families', 'useMultiplePaths']) {
    if (spec.has(name)) report.note('noEffect', spec.at(name), null, 'needs no setting here');
  }
}
