import { expect } from 'chai';
import { readServiceStatus, statusPatch } from '../../src/k8s/serviceStatus.ts';
import type { FoundStatus, ServiceStatus } from '../../src/k8s/serviceStatus.ts';

describe('the status of a Service', () => {
  const found: FoundStatus = readServiceStatus({
    metadata: { uid: 'u', resourceVersion: '7', annotations: { pool: 'blue', other: 'x' } },
    status: {
      loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] },
      conditions: [
        { type: 'Other', status: 'True' },
        {
          type: 'fairlead.dev/AddressAssigned',
          status: 'True',
          reason: 'Allocated',
          message: 'gets 192.0.2.1',
          lastTransitionTime: 'then',
        },
      ],
    },
  });
  const same: ServiceStatus = {
    addresses: ['192.0.2.1'],
    condition: { status: 'True', reason: 'Allocated', message: 'gets 192.0.2.1' },
    annotations: { pool: 'blue', gone: null },
  };
  const metadata = { uid: 'u', resourceVersion: '7' };

  it('needs no write where it says already what it should, with the defaults of the API server', () => {
    expect(statusPatch(found, same, 'now')).to.equal(null);
    expect(statusPatch({ ...found, ingress: [{ ip: '192.0.2.1' }] }, same, 'now')).to.equal(null);
  });

  it('needs one write for addresses, condition and annotations, with nothing in it that stays', () => {
    const condition = { status: 'False', reason: 'PoolExhausted', message: 'no address is free' } as const;
    expect(
      statusPatch(found, { addresses: [], condition, annotations: { pool: null, other: 'x' } }, 'now'),
    ).to.deep.equal({
      metadata: { ...metadata, annotations: { pool: null } },
      status: {
        loadBalancer: { ingress: null },
        conditions: [{ type: 'fairlead.dev/AddressAssigned', ...condition, lastTransitionTime: 'now' }],
      },
    });
  });

  it('keeps the time of the last transition while only the reason changes', () => {
    const condition = { status: 'True', reason: 'Kept', message: 'keeps 192.0.2.1' } as const;
    expect(statusPatch(found, { ...same, condition }, 'now')).to.deep.equal({
      metadata,
      status: {
        conditions: [{ type: 'fairlead.dev/AddressAssigned', ...condition, lastTransitionTime: 'then' }],
      },
    });
  });

  it('replaces what another product left: a host name, a proxy mode, another order', () => {
    const wanted = { ...same, addresses: ['192.0.2.1', '2001:db8::1'] };
    const ingress = [
      { ip: '192.0.2.1', ipMode: 'VIP' },
      { ip: '2001:db8::1', ipMode: 'VIP' },
    ];
    for (const before of [
      [{ ip: '192.0.2.1' }, { hostname: 'lb.example' }],
      [{ ip: '192.0.2.1', ipMode: 'Proxy' }, { ip: '2001:db8::1' }],
      [{ ip: '2001:db8::1' }, { ip: '192.0.2.1' }],
    ]) {
      const patch = statusPatch({ ...found, ingress: before }, wanted, 'now');
      expect(patch?.status?.loadBalancer).to.deep.equal({ ingress });
    }
  });

  it('takes back a condition that says nothing any more', () => {
    expect(statusPatch(found, { ...same, condition: null }, 'now')?.status?.conditions).to.deep.equal([
      { type: 'fairlead.dev/AddressAssigned', $patch: 'delete' },
    ]);
  });
});
