import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { keepalive, MARKER, message, open, RawNeighbor } from './rawNeighbor.ts';
import { openScene } from './witness.ts';
import type { Scene } from './witness.ts';

/** What is wrong in every state: what is sent, and the NOTIFICATION that it must get (RFC 4271 §6.1). */
const WRONG_EVERYWHERE: readonly (readonly [string, string, string])[] = [
  ['a marker that is not all ones', `${'ff'.repeat(15)}fe001304`, '0101'],
  ['a marker of zeros', `${'00'.repeat(16)}001304`, '0101'],
  ['a length of 0', `${MARKER}000004`, '01020000'],
  ['a length of 18', `${MARKER}001204`, '01020012'],
  ['a length of 4097 before that was agreed on', `${MARKER}100102`, '01021001'],
  ['a length of 65535 before that was agreed on', `${MARKER}ffff02`, '0102ffff'],
  ['a KEEPALIVE of 20 octets', `${MARKER}00140400`, '01020014'],
  ['an UPDATE of 22 octets', `${MARKER}001602000000`, '01020016'],
  ['an OPEN of 28 octets', `${MARKER}001c01${'00'.repeat(9)}`, '0102001c'],
  ['a NOTIFICATION of 20 octets', `${MARKER}00140306`, '01020014'],
  ['message type 0', message(0), '010300'],
  ['message type 6', message(6), '010306'],
  ['message type 255 with a body', message(255, '00'.repeat(100)), '0103ff'],
];

describe('a neighbour that sends what is wrong', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene({ importRoutes: 'all', adjRibIn: true });
  });
  after(async () => {
    await scene.close();
  });
  afterEach('nobody else notices', () => {
    expect(scene.isUntouched()).to.equal(true);
  });

  type State = 'OpenSent' | 'OpenConfirm' | 'Established';
  const reach = async (state: State): Promise<RawNeighbor> => {
    const neighbor = await RawNeighbor.reach(scene.target);
    if (state === 'OpenSent') return neighbor;
    neighbor.say(open());
    await neighbor.until('KEEPALIVE', ({ type }) => type === 4);
    if (state === 'Established') {
      neighbor.say(keepalive);
      await eventually('Established', () => (scene.attacked.status().state === 'established' ? true : null), {
        every: 5,
      });
    }
    return neighbor;
  };

  for (const state of ['OpenSent', 'OpenConfirm', 'Established'] as const) {
    for (const [what, said, answer] of WRONG_EVERYWHERE) {
      it(`${what} in ${state} is answered by ${answer}`, async () => {
        expect(await (await reach(state)).say(said).lastWords()).to.equal(answer);
      });
    }
  }

  /** What is wrong in one state only. */
  const somewhere: readonly (readonly [State, string, string, string])[] = [
    ['OpenSent', 'a KEEPALIVE', keepalive, '050104'],
    ['OpenSent', 'an UPDATE', message(2, '00000000'), '050102'],
    ['OpenSent', 'a ROUTE-REFRESH', message(5, '00010001'), '050105'],
    ['OpenSent', 'an OPEN of version 3', open({ version: 3 }), '02010004'],
    ['OpenSent', 'an OPEN of another AS', open({ as: 65009 }), '0202'],
    ['OpenSent', 'an OPEN of AS 0', open({ as: 0 }), '0202'],
    ['OpenSent', 'an OPEN with identifier 0.0.0.0', open({ id: '00000000' }), '0203'],
    ['OpenSent', 'an OPEN with a hold time of 1', open({ holdTime: 1 }), '0206'],
    ['OpenSent', 'an OPEN with a hold time of 2', open({ holdTime: 2 }), '0206'],
    ['OpenSent', 'a NOTIFICATION', message(3, '0602'), ''],
    ['OpenConfirm', 'another OPEN', open(), '050201'],
    ['OpenConfirm', 'an UPDATE', message(2, '00000000'), '050202'],
    ['OpenConfirm', 'a ROUTE-REFRESH', message(5, '00010001'), '050205'],
    ['OpenConfirm', 'a NOTIFICATION', message(3, '0602'), ''],
    ['Established', 'another OPEN', open(), '050301'],
    ['Established', 'a NOTIFICATION', message(3, '0602'), ''],
    ['Established', 'an UPDATE whose withdrawn routes do not fit', message(2, 'ffff0000'), '0301'],
  ];
  for (const [state, what, said, answer] of somewhere) {
    it(`${what} in ${state} is answered by ${answer === '' ? 'silence' : answer}`, async () => {
      expect(await (await reach(state)).say(said).lastWords()).to.equal(answer);
    });
  }

  it('an UPDATE with a bad ORIGIN costs its routes, older ones too, not the session (RFC 7606 §7.1)', async () => {
    const update = (origin: string): string =>
      message(2, `00000014400101${origin}40020602010000fdea400304c000020218cb0071`);
    const neighbor = await reach('Established');
    const before = scene.attacked.status().counters.malformedUpdates;
    neighbor.say(update('00'));
    await eventually('the route', () => (scene.attacked.status().prefixesReceived === 1 ? true : null));
    neighbor.say(update('09'));
    await eventually('no route', () => (scene.attacked.status().prefixesReceived === 0 ? true : null));
    expect(scene.attacked.status().counters.malformedUpdates).to.equal(before + 1);
    expect(scene.attacked.status().state).to.equal('established');
    neighbor.socket.destroy();
  });
});

describe('a neighbour that sends what is wrong before we have said OPEN (DelayOpen)', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene({ delayOpenTime: 60 });
  });
  after(async () => {
    await scene.close();
  });
  afterEach('nobody else notices', () => {
    expect(scene.isUntouched()).to.equal(true);
  });

  for (const [what, said, answer] of WRONG_EVERYWHERE) {
    it(`${what} is answered by ${answer}`, async () => {
      // A call that comes too early after the last one is refused without a word.
      const words = await eventually('an answer', async () => {
        const last = await RawNeighbor.call(scene.target).say(said).lastWords();
        return last === '' ? null : last;
      });
      expect(words).to.equal(answer);
    });
  }
});
