import type { Nlri, PathAttributes, Update } from '@fairlead/bgp-core/wire';
import type { AttributesDocument } from '../plan/routeDocument.ts';
import { formatCommunity } from '../model/community.ts';
import type { Community } from '../model/community.ts';

/** One UPDATE message as its receiver reads it. */
export interface UpdateDocument {
  readonly announced: readonly PathDocument[];
  readonly withdrawn: readonly PathDocument[];
  /** Those of all announced routes; `null` where there are none. */
  readonly attributes: AttributesDocument | null;
}

export interface PathDocument {
  readonly prefix: string;
  /** `null` where ADD-PATH is not in use (RFC 7911). */
  readonly pathId: number | null;
}

export function updateDocument({
  announced,
  withdrawn,
  attributes,
  mpReach,
  mpUnreach,
}: Update): UpdateDocument {
  const reached = mpReach?.kind === 'unicast' ? mpReach : null;
  const unreached = mpUnreach.flatMap((each) => (each.kind === 'unicast' ? each.withdrawn : []));
  const all = [...announced, ...(reached?.announced ?? [])];
  return {
    announced: all.map(pathDocument),
    withdrawn: [...withdrawn, ...unreached].map(pathDocument),
    attributes:
      all.length === 0
        ? null
        : attributesDocument({ ...attributes, ...(reached !== null && { nextHop: reached.nextHop }) }),
  };
}

export function attributesDocument(attributes: PathAttributes): AttributesDocument {
  const { asPath = [], nextHop, localPref, multiExitDisc, extendedCommunities = [] } = attributes;
  const bandwidths = extendedCommunities.flatMap((octets) => bandwidthOf(octets) ?? []);
  return {
    nextHop: nextHop?.address ?? null,
    asPath: asPath.flatMap(({ asns }) => asns),
    localPref: localPref ?? null,
    med: multiExitDisc ?? null,
    communities: communitiesOf(attributes).map(formatCommunity),
    bandwidth: bandwidths[0] ?? null,
  };
}

function communitiesOf({
  communities = [],
  largeCommunities = [],
  extendedCommunities = [],
}: PathAttributes): readonly Community[] {
  return [
    ...communities.map((value): Community => ({ kind: 'standard', high: value >>> 16, low: value & 0xffff })),
    ...largeCommunities.map((text): Community => {
      const [globalAdministrator = 0, localData1 = 0, localData2 = 0] = text.split(':').map(Number);
      return { kind: 'large', globalAdministrator, localData1, localData2 };
    }),
    ...extendedCommunities.flatMap((octets) => extendedOf(octets) ?? []),
  ];
}

/** A route target or origin (RFC 4360 §4, §5; RFC 5668 §2); `null` for any other. */
function extendedOf(octets: string): Community | null {
  const kind = octets.slice(0, 2);
  const subtype = octets.slice(2, 4);
  const type = subtype === '02' ? 'rt' : subtype === '03' ? 'soo' : null;
  if (type === null || (kind !== '00' && kind !== '02')) return null;
  const middle = kind === '00' ? 8 : 12;
  return {
    kind: 'extended',
    type,
    administrator: Number.parseInt(octets.slice(4, middle), 16),
    local: Number.parseInt(octets.slice(middle), 16),
  };
}

/** Octets per second as a float (draft-ietf-idr-link-bandwidth). */
function bandwidthOf(octets: string): number | null {
  if (!octets.startsWith('4004')) return null;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, Number.parseInt(octets.slice(8), 16));
  return view.getFloat32(0) * 8;
}

function pathDocument({ prefix, pathId }: Nlri): PathDocument {
  return { prefix, pathId };
}
