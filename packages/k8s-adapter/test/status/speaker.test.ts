import { expect } from 'chai';
import { serviceReporter } from '../../src/status/service.ts';
import { speakerStatus } from '../../src/status/speaker.ts';
import type { SpokenSession } from '../../src/status/speaker.ts';
import { configurationState } from '../../src/status/validity.ts';
import type { Problem } from '../../src/model/problem.ts';

const session = (more: Partial<SpokenSession>): SpokenSession => ({
  name: 'tor',
  state: 'established',
  since: null,
  routes: 0,
  lastError: null,
  ...more,
});

describe('the status of a Speaker', () => {
  it('counts sessions, and spells their states as the RFC does', () => {
    const sessions = [
      session({ name: 'b', since: '2026-01-01T00:00:00Z', routes: 3 }),
      session({ name: 'a', state: 'openSent', lastError: 'holdTimerExpired' }),
    ];
    expect(speakerStatus({ sessions, owns: ['192.0.2.2', '192.0.2.1'] }, {})).to.deep.equal({
      sessions: 2,
      established: 1,
      owns: ['192.0.2.1', '192.0.2.2'],
      peers: [
        { name: 'a', state: 'OpenSent', routes: 0, lastError: 'holdTimerExpired' },
        { name: 'b', state: 'Established', since: '2026-01-01T00:00:00Z', routes: 3 },
      ],
    });
  });

  it('does not follow a neighbour that is away through each attempt at it', () => {
    const stateAfter = (before: string, now: string): unknown => {
      const said = speakerStatus(
        { sessions: [session({ state: now })], owns: [] },
        { peers: [{ name: 'tor', state: before }] },
      );
      return (said['peers'] as readonly { readonly state: string }[])[0]?.state;
    };
    expect(stateAfter('Connect', 'active')).to.equal('Connect');
    expect(stateAfter('Established', 'active')).to.equal('Active');
    expect(stateAfter('Active', 'established')).to.equal('Established');
  });

  it('keeps within what its definition allows', () => {
    const sessions = Array.from({ length: 600 }, (_, index) =>
      session({ name: `p${index}`, lastError: 'x'.repeat(600) }),
    );
    const { peers, sessions: count } = speakerStatus({ sessions, owns: [] }, {}) as {
      readonly peers: readonly { readonly lastError: string }[];
      readonly sessions: number;
    };
    expect([peers.length, peers[0]?.lastError.length, count]).to.deep.equal([512, 512, 600]);
  });
});

describe('what MetalLB says of a Service', () => {
  const reporter = serviceReporter('node-1');

  it('is one object for each node and Service, by a name that stays', () => {
    const { name, labels, fields } = reporter.layer2('default/web', ['eth0']);
    expect(name).to.match(/^l2-[0-9a-f]{16}-default\.web$/);
    expect(labels).to.deep.equal({
      'metallb.io/node': 'node-1',
      'metallb.io/service-name': 'web',
      'metallb.io/service-namespace': 'default',
    });
    expect(fields).to.deep.equal({
      node: 'node-1',
      serviceName: 'web',
      serviceNamespace: 'default',
      interfaces: [{ name: 'eth0' }],
    });
    expect(serviceReporter('node-2').layer2('default/web', null).name).to.not.equal(name);
  });

  it('has no interfaces where it is on all, and the peers by name', () => {
    expect(reporter.layer2('default/web', null).fields).to.deep.include({ interfaces: [] });
    expect(reporter.bgp('default/web', ['tor']).fields).to.deep.include({ peers: ['tor'] });
  });

  it('takes node names longer than a label, and makes no name longer than Kubernetes takes', () => {
    const long = serviceReporter(`n${'0'.repeat(252)}`);
    const { name, labels } = long.bgp(`${'a'.repeat(63)}/${'b'.repeat(63)}`, []);
    expect(name.length).to.be.at.most(253);
    expect(labels['metallb.io/node']).to.have.length(16);
  });
});

describe('the ConfigurationState', () => {
  const problem = (severity: Problem['severity']): Problem => ({
    severity,
    code: 'invalidValue',
    object: { kind: 'IPAddressPool', namespace: 'metallb-system', name: 'blue' },
    field: 'spec.addresses[0]',
    value: 'x',
    message: 'is "x"',
    origin: null,
  });

  it('is valid where nothing is set aside', () => {
    const { fields, conditions } = configurationState([problem('warning')], 'poolReconcilerValid');
    expect(fields).to.deep.equal({ result: 'Valid', errorSummary: '' });
    expect(conditions?.[0]).to.include({ status: 'True', reason: 'Reconciled' });
  });

  it('names object, field and value of what is, and does not grow without end', () => {
    const { fields } = configurationState([problem('error')], 'poolReconcilerValid');
    expect(fields).to.deep.equal({
      result: 'Invalid',
      errorSummary: 'IPAddressPool metallb-system/blue: spec.addresses[0] is "x"',
    });
    const { errorSummary } = configurationState(Array<Problem>(60).fill(problem('error')), 'x').fields;
    expect(errorSummary).to.match(/\n\.\.\. and 10 more$/);
  });
});
