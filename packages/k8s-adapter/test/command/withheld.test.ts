import { expect } from 'chai';
import { bgpAdvertisement, node, peer, slice } from '../support/cluster.ts';
import { fairlead, withFiles } from '../support/cli.ts';
import { pool, service } from '../support/objects.ts';

describe('routes that no session can carry', () => {
  const cluster = [
    pool('public', ['192.0.2.0/28', '2001:db8:1::/124']),
    peer('four', '10.0.0.1'),
    peer('both', '10.0.0.2', 'dualStackAddressFamily: true'),
    bgpAdvertisement('all'),
    node('a', { address: '10.1.0.1' }),
    service('web', { spec: 'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]' }),
    slice('web', ['a']),
  ].join('');
  const run = async (...words: readonly string[]): Promise<string> =>
    await withFiles({ 'a.yaml': cluster }, async (folder) => {
      const { output } = await fairlead([...words, '-f', folder]);
      return output;
    });

  const reasons = [
    'peer four takes no routes of IPv6, so not 2001:db8:1::/128',
    'node a has no address of IPv6 that 2001:db8:1::/128 could point peer both to',
  ];

  it('are said to be withheld by fairlead plan, and why', async () => {
    const output = await run('plan');
    for (const reason of reasons) expect(output).to.include(`    withheld: ${reason}\n`);
    expect(output.match(/: 1 route\n/g)).to.have.length(2);
  });

  it('have their reason in what fairlead explain says of the Service', async () => {
    const output = await run('explain', 'service', 'default/web');
    for (const reason of reasons) expect(output).to.include(reason);
    expect(output).to.include('node a announces 192.0.2.0/32 to peer four');
    expect(output).not.to.include('announces 2001:db8:1::/128');
  });

  it('stand in the JSON of fairlead plan beside the routes', async () => {
    const { nodes } = JSON.parse(await run('plan', '--json')) as {
      readonly nodes: readonly { readonly peers: readonly Told[] }[];
    };
    const told = (nodes[0]?.peers ?? []).flatMap(({ name, withheld }) =>
      withheld.map(({ reason, message, prefix }) => [name, reason, message, prefix]),
    );
    expect(told.sort()).to.deep.equal([
      ['both', 'noNextHop', reasons[1], '2001:db8:1::/128'],
      ['four', 'familyNotAgreed', reasons[0], '2001:db8:1::/128'],
    ]);
  });
});

interface Told {
  readonly name: string;
  readonly withheld: readonly {
    readonly reason: string;
    readonly message: string;
    readonly prefix: string;
  }[];
}
