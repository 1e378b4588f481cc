import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fairlead, withFiles } from '../support/cli.ts';
import { l2Advertisement } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('fairlead convert', () => {
  const text = pool('a', ['192.0.2.1-192.0.2.9']) + l2Advertisement('b', 'interfaces: [eth0]');

  it('writes objects with a comment on where they come from, and a report', async () => {
    const { exitCode, output, errors } = await withFiles({ 'm.yaml': text }, (folder) =>
      fairlead(['convert', '-f', folder, '--to', 'fairlead']),
    );
    expect(exitCode).to.equal(0);
    expect(
      output
        .replaceAll(/\S*fairlead-cli-\w+\//g, '')
        .replaceAll('(m', 'm')
        .split('\n'),
    ).to.deep.equal([
      '---',
      '# from IPAddressPool metallb-system/a m.yaml:2)',
      'apiVersion: fairlead.dev/v1alpha1',
      'kind: AddressPool',
      'metadata:',
      '  name: a',
      'spec:',
      '  addresses:',
      '    - 192.0.2.1-192.0.2.9',
      '---',
      '# from L2Advertisement metallb-system/b m.yaml:7)',
      'apiVersion: fairlead.dev/v1alpha1',
      'kind: Advertisement',
      'metadata:',
      '  name: b',
      'spec:',
      '  layer2:',
      '    interfaces:',
      '      - eth0',
      '',
    ]);
    expect(errors).to.equal('2 objects for fairlead; 0 things without an equivalent\n');
  });

  it('writes what plan reads', async () => {
    const services = service('web', { annotations: 'metallb.universe.tf/loadBalancerIPs: 192.0.2.7' });
    const { output } = await fairlead(['convert', '-f', '-', '--all'], { stdin: text + services });
    const planned = await fairlead(['plan', '-f', '-', '--json'], { stdin: output });
    const { services: outcome } = JSON.parse(planned.output) as {
      readonly services: readonly { readonly addresses: unknown }[];
    };
    expect(outcome.map(({ addresses }) => addresses)).to.deep.equal([['192.0.2.7']]);
    expect(output).to.include('fairlead.dev/addresses: 192.0.2.7');
  });

  it('writes a file for each object, and overwrites none', async () => {
    await withFiles({ 'm.yaml': text }, async (folder) => {
      const out = join(folder, 'out');
      const words = ['convert', '-f', join(folder, 'm.yaml'), '--output', out];
      await fairlead(words);
      expect(readdirSync(out)).to.deep.equal(['addresspool-a.yaml', 'advertisement-b.yaml']);
      expect(readFileSync(join(out, 'addresspool-a.yaml'), 'utf8')).to.match(/^---\n# from IPAddressPool /);
      const { exitCode, errors } = await fairlead(words);
      expect([exitCode, errors.endsWith('it is there already; choose an empty folder\n')]).to.deep.equal([
        2,
        true,
      ]);
    });
  });

  it('says what gets lost, and fails for it when it is strict', async () => {
    const stdin = `---
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: p }
spec: { addresses: [192.0.2.1], quotas: [{ limit: 1 }] }
`;
    const { exitCode, errors } = await fairlead(['convert', '-f', '-', '--to', 'metallb', '--strict'], {
      stdin,
    });
    expect([exitCode, errors.split('\n').slice(-3)]).to.deep.equal([
      1,
      [
        'stdin:2: lost: AddressPool p quotas has no equivalent',
        '1 objects for metallb; 1 things without an equivalent',
        '',
      ],
    ]);
  });
});
