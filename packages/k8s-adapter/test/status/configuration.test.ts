import { expect } from 'chai';
import { statusesOf } from '../../src/status/configuration.ts';
import type { Findings, Status } from '../../src/status/configuration.ts';
import { statusPatch } from '../../src/status/patch.ts';
import { translate } from '../../src/dialect/translate.ts';
import type { PoolUsage } from '../../src/decide/ledger.ts';
import { objects, pool } from '../support/objects.ts';

describe('the status of configuration', () => {
  it('counts the addresses of a pool by family, and caps what JSON cannot say', () => {
    const status = statusOf(
      own('AddressPool', 'blue', 'addresses: [192.0.2.0/24, "2001:db8::/64"], avoidBuggyIPs: true'),
      { ipv4: 4, ipv6: 1 },
    );
    expect(status?.fields).to.deep.equal({
      size: MOST,
      used: 5,
      available: MOST,
      ipv4: { size: 254, assigned: 4, available: 250 },
      ipv6: { size: MOST, assigned: 1, available: MOST },
    });
  });

  it('never has fewer than no addresses left, when an edit left more in use than there are', () => {
    const status = statusOf(own('AddressPool', 'blue', 'addresses: [192.0.2.1]'), { ipv4: 3, ipv6: 0 });
    expect(status?.fields).to.deep.nested.include({ ipv4: { size: 1, assigned: 3, available: 0 } });
  });

  it('says of an IPAddressPool what MetalLB says of it', () => {
    const status = statusOf(pool('blue', ['192.0.2.0/28', '2001:db8::/124']), { ipv4: 2, ipv6: 1 });
    expect(status).to.deep.equal({
      fields: { assignedIPv4: 2, assignedIPv6: 1, availableIPv4: 14, availableIPv6: 15 },
      conditions: null,
    });
  });

  it('says of an Eip what OpenELB says of it', () => {
    const status = statusOf(
      '{ apiVersion: network.kubesphere.io/v1alpha2, kind: Eip, metadata: { name: eip }, spec: { address: 192.0.2.0/30, protocol: bgp } }',
      { ipv4: 4, ipv6: 0 },
    );
    expect(status?.fields).to.deep.equal({ ready: true, v4: true, poolSize: 4, usage: 4, occupied: true });
  });

  it('names field, value and sentence of what is wrong', () => {
    const status = statusOf(own('AddressPool', 'blue', 'addresses: [192.0.2.300]'));
    expect(status?.fields).to.include({ size: null, used: null });
    const [accepted] = status?.conditions ?? [];
    expect(accepted).to.include({ type: 'Accepted', status: 'False', reason: 'InvalidValue' });
    expect(accepted?.message).to.match(/^spec\.addresses\[0\] is "192\.0\.2\.300"/);
  });

  it('keeps warnings apart from what is set aside, and has none where all is well', () => {
    const [accepted, warning] =
      statusOf(own('AddressPool', 'blue', 'addresses: [192.0.2.1]'))?.conditions ?? [];
    expect(accepted).to.include({ status: 'True', reason: 'Accepted' });
    expect(warning).to.include({ type: 'Warning', status: 'True', reason: 'NotAnnounced' });
    expect(statusOf(own('BfdProfile', 'fast', ''))?.conditions).to.deep.equal([
      { type: 'Accepted', status: 'True', reason: 'Accepted', message: 'is in force', observedGeneration: 7 },
    ]);
  });

  it('adds up the sessions of all nodes, those of a group too', () => {
    const text = own('BgpPeer', 'tors', 'localAsn: 1, remoteAsn: 2, address: 192.0.2.1');
    const sessions = [
      [
        { name: 'tors/a', state: 'Established' },
        { name: 'other', state: 'Established' },
      ],
      [
        { name: 'tors/a', state: 'Established' },
        { name: 'tors/b', state: 'Active' },
      ],
    ];
    expect(statusOf(text, NOTHING, { sessions })?.fields).to.deep.equal({ sessions: 3, established: 2 });
    expect(statusOf(text)?.fields).to.deep.equal({ sessions: 0, established: 0 });
  });
});

describe('what is written of a status', () => {
  const status: Status = {
    fields: { used: 1, size: 2 },
    conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: 'is in force' }],
  };
  const written = statusPatch({}, status, '2026-01-01T00:00:00Z') ?? {};

  it('is nothing where it says so already', () => {
    expect(statusPatch(written, status, '2026-01-02T00:00:00Z')).to.equal(null);
  });

  it('is only what differs', () => {
    expect(statusPatch(written, { ...status, fields: { used: 2, size: 2 } }, 'now')).to.deep.equal({
      used: 2,
    });
  });

  it('dates a condition by its last turn, and leaves those of others', () => {
    const foreign = { type: 'Audited', status: 'True', lastTransitionTime: 'then' };
    const before = { conditions: [...(written['conditions'] as readonly object[]), foreign] };
    const turned = (to: 'True' | 'False', message: string): unknown =>
      statusPatch(
        before,
        { fields: {}, conditions: [{ type: 'Accepted', status: to, reason: 'X', message }] },
        'now',
      );
    expect(turned('True', 'other words')).to.deep.nested.include({
      'conditions[0].lastTransitionTime': '2026-01-01T00:00:00Z',
      'conditions[1]': foreign,
    });
    expect(turned('False', 'is broken')).to.have.nested.property('conditions[0].lastTransitionTime', 'now');
  });
});

/** What the status of the first object of the text should be. */
function statusOf(text: string, usage: PoolUsage = NOTHING, more: Partial<Findings> = {}): Status | null {
  const sources = objects(text);
  const { cluster, problems } = translate(sources);
  const { apiVersion, kind, metadata } = sources[0]?.content as {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
  const { name, namespace = null } = metadata;
  const findings = {
    problems,
    pools: cluster.config.pools,
    usage: () => usage,
    claim: () => null,
    sessions: [],
  };
  const [group = ''] = apiVersion.split('/');
  return statusesOf({ ...findings, ...more })({ group, ref: { kind, namespace, name }, generation: 7 });
}

function own(kind: string, name: string, spec: string): string {
  return `---\n{ apiVersion: fairlead.dev/v1alpha1, kind: ${kind}, metadata: { name: ${name} }, spec: { ${spec} } }\n`;
}

const NOTHING: PoolUsage = { ipv4: 0, ipv6: 0 };
const MOST = Number.MAX_SAFE_INTEGER;
