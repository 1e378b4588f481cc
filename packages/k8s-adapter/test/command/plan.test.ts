import { expect } from 'chai';
import { bgpAdvertisement, node, peer, slice } from '../support/cluster.ts';
import { fairlead, withFiles } from '../support/cli.ts';
import { pool, service } from '../support/objects.ts';

describe('fairlead plan --against', () => {
  const cluster = [
    pool('public', ['192.0.2.0/28']),
    peer('tor', '10.0.0.1'),
    node('a', { address: '10.1.0.1' }),
    service('web'),
    slice('web', ['a']),
  ].join('');

  const run = async (after: string, ...more: readonly string[]) =>
    await withFiles({ 'a.yaml': cluster + bgpAdvertisement('all'), 'b.yaml': after }, (folder) =>
      fairlead(['plan', '-f', `${folder}/b.yaml`, '--against', `${folder}/a.yaml`, ...more]),
    );

  it('shows the messages, and that no session resets', async () => {
    const { exitCode, output } = await run(
      cluster + bgpAdvertisement('all', 'localPref: 300, communities: ["1:2"]'),
    );
    expect(exitCode).to.equal(0);
    expect(output).to.equal(`
a to tor: the session goes on; 1 routes, 1 UPDATE
  UPDATE
    + 192.0.2.0/32
      via 10.1.0.1, path 64500, communities 1:2

1 UPDATE: 1 announced, 0 withdrawn; no session resets
`);
  });

  it('says so where nothing changes', async () => {
    const { output } = await run(cluster + bgpAdvertisement('all'));
    expect(output).to.equal('Nothing changes on the network.\n');
  });

  it('writes it as JSON, with the problems of the new objects', async () => {
    const { exitCode, output } = await run(pool('bad', ['x']) + cluster, '--json');
    const { kind, counts, problems } = JSON.parse(output) as {
      readonly kind: string;
      readonly counts: object;
      readonly problems: readonly { readonly code: string }[];
    };
    expect([exitCode, kind, problems.map(({ code }) => code)]).to.deep.equal([
      1,
      'Change',
      ['invalidValue', 'notAnnounced'],
    ]);
    expect(counts).to.deep.equal({
      services: 0,
      moves: 0,
      resets: 0,
      updates: 1,
      announced: 0,
      withdrawn: 1,
    });
  });

  it('refuses the name of a node that neither side has', async () => {
    const { exitCode, errors } = await run(cluster, '--node', 'c');
    expect([exitCode, errors]).to.deep.equal([2, 'fairlead: --node c: the input has only a\n']);
  });
});
