import { expect } from 'chai';
import { millis } from '@fairlead/inet';
import type { ConflictPolicy, OwnedAddress } from '@fairlead/l2-core';
import { describeFrame } from './support/describeFrame.ts';
import { question } from './support/question.ts';
import { address, mac, TestHost } from './support/segment.ts';

const OURS = '02:00:00:00:00:01';
const THEIRS = '02:00:00:00:00:02';
const families = [
  { family: 'IPv4', vip: address('192.0.2.10') },
  { family: 'IPv6', vip: address('2001:db8::10') },
] as const;

for (const { family, vip } of families) {
  describe(`a conflict over an address of ${family}`, () => {
    it('is defended, reported with the MAC of the other, and not more than once in 10 s', () => {
      const { host, rival } = both({ conflict: 'defend' });
      expect(meet(host, rival)).to.deep.equal(['conflict']);
      expect(host.takeEvents()).to.deep.equal([{ kind: 'conflict', address: vip, mac: mac(THEIRS) }]);
      expect(host.pass(1000)).to.not.deep.equal([]);
      host.pass(8000);
      meet(host, rival);
      expect([host.takeEvents(), host.pass(500)]).to.deep.equal([[], []]);
      host.pass(1000);
      meet(host, rival);
      expect(host.takeEvents()).to.have.length(1);
      expect(host.pass(500)).to.not.deep.equal([]);
    });

    it('ends our answers at once where the policy is to yield', () => {
      const { host, rival } = both({ conflict: 'yield' });
      meet(host, rival);
      expect(host.takeEvents()).to.deep.equal([{ kind: 'yielded', address: vip, mac: mac(THEIRS) }]);
      expect(host.pass(1_000_000)).to.deep.equal([]);
      expect(ask(host)).to.deep.equal([]);
      expect(host.responder.status()[0]).to.include({
        address: vip,
        mac: mac(OURS),
        state: 'yielded',
        yieldedTo: mac(THEIRS),
      });
    });

    it('stays yielded however often the address is wanted again with the same policy', () => {
      const { host, rival } = both({ conflict: 'yield' });
      meet(host, rival);
      expect(host.own([{ address: vip, conflict: 'yield' }])).to.deep.equal([]);
      expect(ask(host)).to.deep.equal([]);
    });

    it('is over when the address is claimed anew, by letting go of it first', () => {
      const { host, rival } = both({ conflict: 'yield' });
      meet(host, rival);
      host.own([]);
      expect(host.own([{ address: vip, conflict: 'yield' }])).to.not.deep.equal([]);
      expect(ask(host)).to.have.length(1);
    });

    it('is over when we are told to defend what we yielded', () => {
      const { host, rival } = both({ conflict: 'yield' });
      meet(host, rival);
      expect(host.own([{ address: vip, conflict: 'defend' }])).to.not.deep.equal([]);
      expect(ask(host)).to.have.length(1);
    });

    it('changes its policy without a frame', () => {
      const { host, rival } = both({ conflict: 'defend' });
      expect(host.own([{ address: vip, conflict: 'yield' }])).to.deep.equal([]);
      meet(host, rival);
      expect(ask(host)).to.deep.equal([]);
    });

    it('is reported only, where it is to be ignored', () => {
      const { host, rival } = both({ conflict: 'ignore' });
      meet(host, rival);
      expect(host.takeEvents()).to.have.length(1);
      expect(host.pass(10_000)).to.deep.equal([]);
      expect(ask(host)).to.have.length(1);
    });

    it('is a handover with a partner: reported as such, not defended, and answers go on', () => {
      const { host, rival } = both({ conflict: 'defend' });
      host.responder.setPartners([mac(THEIRS)]);
      expect(meet(host, rival)).to.deep.equal(['handover']);
      expect(host.takeEvents()).to.deep.equal([{ kind: 'handover', address: vip, mac: mac(THEIRS) }]);
      expect(host.pass(10_000)).to.deep.equal([]);
      expect(ask(host)).to.have.length(1);
      host.responder.setPartners([]);
      expect(meet(host, rival)).to.deep.equal(['conflict']);
    });

    it('is left to a partner too, where the policy is to yield', () => {
      const { host, rival } = both({ conflict: 'yield' });
      host.responder.setPartners([mac(THEIRS)]);
      meet(host, rival);
      expect(host.takeEvents()).to.deep.equal([{ kind: 'yielded', address: vip, mac: mac(THEIRS) }]);
      expect(ask(host)).to.deep.equal([]);
    });

    it('answers a host that asks as one of our addresses for another of them', () => {
      const host = quiet({ conflict: 'ignore' });
      const other = address(family === 'IPv4' ? '192.0.2.11' : '2001:db8::11');
      host.own([{ address: vip }, { address: other }]);
      host.pass(10_000);
      const asker = quiet({}, THEIRS);
      expect(host.answer(question(asker.mac, vip, other)).map(describeFrame)).to.have.length(1);
    });
  });

  describe(`probing for an address of ${family}`, () => {
    it('says nothing of ours, answers nothing, then announces', () => {
      const host = quiet();
      expect(host.own([{ address: vip, probe: true }])).to.deep.equal([]);
      const sent = host.pass(7000);
      const claimed = sent.findIndex(({ frame }) => !isProbe(frame));
      expect(sent.slice(0, claimed).map(({ at }) => at)).to.deep.equal(
        family === 'IPv4' ? [500, 2000, 3500] : [500],
      );
      expect(sent[claimed]?.at).to.equal(family === 'IPv4' ? 5500 : 1500);
      expect(host.takeEvents().filter(({ kind }) => kind === 'owned')).to.have.length(1);
    });

    it('does not answer before', () => {
      const host = quiet();
      host.own([{ address: vip, probe: true }]);
      host.pass(1000);
      expect(ask(host)).to.deep.equal([]);
    });

    it('yields to a host that has it', () => {
      const host = quiet();
      host.own([{ address: vip, probe: true }]);
      const owner = quiet({}, THEIRS);
      owner.own([{ address: vip }]);
      const answers = host.pass(600).flatMap(({ frame }) => owner.answer(frame));
      expect(answers.map((frame) => host.receive(frame))).to.deep.equal(['conflict']);
      expect(host.takeEvents().at(-1)).to.deep.equal({ kind: 'yielded', address: vip, mac: mac(THEIRS) });
      expect(host.pass(100_000)).to.deep.equal([]);
    });

    it('yields to a host that probes for it too (RFC 5227 §2.1.1, RFC 4862 §5.4.3)', () => {
      const [host, rival] = [quiet(), quiet({ random: () => 0 }, THEIRS)];
      host.own([{ address: vip, probe: true }]);
      const probes = rival.own([{ address: vip, probe: true }]).map((frame) => host.receive(frame));
      expect(probes).to.deep.equal(['conflict']);
      expect(host.takeEvents().at(-1)).to.deep.equal({ kind: 'yielded', address: vip, mac: mac(THEIRS) });
    });

    it('begins again when the link comes back', () => {
      const host = quiet();
      host.own([{ address: vip, probe: true }]);
      host.pass(1000);
      host.responder.linkChanged({ mac: mac(OURS), isUp: false, vlan: null }, host.now);
      expect(host.pass(10_000)).to.deep.equal([]);
      host.responder.linkChanged({ mac: mac(OURS), isUp: true, vlan: null }, host.now);
      expect(host.pass(1000).filter(({ frame }) => isProbe(frame))).to.have.length(1);
    });
  });

  describe(`a virtual MAC for an address of ${family}`, () => {
    const virtual = mac('00:00:5e:00:01:0a');

    it('is the source of every frame, and the answer', () => {
      const host = quiet();
      const announced = host.own([{ address: vip, mac: virtual }]);
      for (const frame of [...announced, ...ask(host)]) {
        expect(describeFrame(frame)).to.match(new RegExp(`^${virtual} > .*${virtual}`));
      }
    });

    it('does not hide that another host has the address with the same MAC', () => {
      const host = quiet({ conflict: 'yield' });
      host.own([{ address: vip, mac: virtual }]);
      const rival = quiet({}, THEIRS);
      const [claim = new Uint8Array()] = rival.own([{ address: vip, mac: virtual }]);
      expect(host.receive(claim)).to.equal('conflict');
      expect(ask(host)).to.deep.equal([]);
    });

    it('is the same on partners: a frame from it is a handover', () => {
      const host = quiet();
      host.responder.setPartners([mac(THEIRS)]);
      host.own([{ address: vip, mac: virtual }]);
      const [claim = new Uint8Array()] = quiet({}, THEIRS).own([{ address: vip, mac: virtual }]);
      expect(host.receive(claim)).to.equal('handover');
    });

    it('is announced when it replaces that of the link, and so is the way back', () => {
      const host = quiet();
      host.own([{ address: vip }]);
      host.pass(10_000);
      expect(host.own([{ address: vip, mac: virtual }]).map(describeFrame)[0]).to.contain(virtual);
      host.pass(10_000);
      expect(host.own([{ address: vip }]).map(describeFrame)[0]).to.contain(OURS);
    });
  });

  function quiet(options: ConstructorParameters<typeof TestHost>[1] = {}, macText = OURS): TestHost {
    return new TestHost(macText, { refresh: millis(0), ...options });
  }

  /** A host whose burst is over, and what another host sends when it claims the same address. */
  function both(options: { readonly conflict: ConflictPolicy }): { host: TestHost; rival: Uint8Array } {
    const host = quiet();
    const owned: OwnedAddress = { address: vip, ...options };
    host.own([owned]);
    host.pass(10_000);
    host.takeEvents();
    const [rival = new Uint8Array()] = quiet({}, THEIRS).own([{ address: vip }]);
    return { host, rival };
  }

  function meet(host: TestHost, frame: Uint8Array): readonly string[] {
    return [host.receive(frame)];
  }

  /** What a third host gets that asks for the address. */
  function ask(host: TestHost): readonly Uint8Array[] {
    const asker = quiet({}, '02:00:00:00:00:03');
    return host.answer(question(asker.mac, address(family === 'IPv4' ? '192.0.2.3' : '2001:db8::3'), vip));
  }
}

function isProbe(frame: Uint8Array): boolean {
  return / (0\.0\.0\.0|::) > /.test(describeFrame(frame));
}
