import { expect } from 'chai';
import { localNodes } from '../../src/main/localNodes.ts';
import { node, testCluster } from '../support/cluster.ts';

describe('the nodes of this machine', () => {
  it('are those with an address that one can listen on', async () => {
    const { state } = testCluster(
      node('here', { address: '127.0.0.1' }) + node('there', { address: '192.0.2.1' }) + node('nowhere'),
    );
    const local = await localNodes([...state.nodes.values()]);
    expect(local.map(({ name }) => name)).to.deep.equal(['here']);
  });
});
