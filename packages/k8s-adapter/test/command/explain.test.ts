import { join } from 'node:path';
import { expect } from 'chai';
import { fairlead, withFiles } from '../support/cli.ts';
import { node, peer } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('fairlead explain', () => {
  const text = pool('p', ['192.0.2.0/28']) + service('web') + node('a') + peer('tor', '10.0.0.1');
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    [
      'a Service with a typing error',
      ['service', 'default/wbe'],
      'Service default/wbe in the input, which has default/web; do you mean default/web?',
    ],
    [
      'a Service of another namespace',
      ['service', 'shop/disk'],
      'Service shop/disk in the input, which has default/web, or it is broken: fairlead validate tells',
    ],
    [
      'a peer',
      ['peer', 'spine'],
      'peer spine in the input, which has tor, or it is broken: fairlead validate tells',
    ],
    ['a node', ['node', 'b'], 'node b in the input, which has a, or it is broken: fairlead validate tells'],
  ];
  for (const [title, words, says] of cases) {
    it(`says what there is, of ${title} that is not there`, async () => {
      const { exitCode, errors } = await withFiles({ 'a.yaml': text }, (folder) =>
        fairlead(['explain', ...words, '-f', join(folder, 'a.yaml')]),
      );
      expect([exitCode, errors]).to.deep.equal([2, `fairlead: there is no ${says}\n`]);
    });
  }

  it('says that there are none, where there are none', async () => {
    const { errors } = await withFiles({ 'a.yaml': node('a') }, (folder) =>
      fairlead(['explain', 'service', 'web', '-f', folder]),
    );
    expect(errors).to.equal(
      'fairlead: there is no Service default/web in the input, nor any other Service that is sound; fairlead validate tells\n',
    );
  });

  it('is refused a folder without manifests', async () => {
    const { exitCode, errors } = await withFiles({ 'notes.txt': 'x' }, (folder) =>
      fairlead(['explain', 'node', 'a', '-f', folder]),
    );
    expect(exitCode).to.equal(3);
    expect(errors).to.match(
      /no file in it is called \*\.yaml, \*\.yml or \*\.json; -R reads the folders in it too$/m,
    );
  });
});
