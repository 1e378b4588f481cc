import { openLayer2Worker } from '@fairlead/l2-core/node';
import type { Layer2Event } from '@fairlead/l2-core/node';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { address, owned } from '../support/segment.ts';

describe('the layer 2 driver in a thread of its own', () => {
  it('does what it does in this one', async () => {
    const events: Layer2Event[] = [];
    const layer2 = await openLayer2Worker({
      networkModule: moduleBeside('../support/workerNetwork.ts'),
      onEvent: (event) => events.push(event),
    });
    expect(await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }])).to.deep.equal([]);
    await eventually('owned', () => events.find(({ kind }) => kind === 'owned') ?? null, { every: 1 });
    const [problem] = await layer2.claim({ interface: 'eth9', addresses: owned('192.0.2.11') });
    expect(problem?.reason).to.equal('noSuchInterface');
    await layer2.release({ interface: 'eth0' }, [address('192.0.2.10')]);
    expect((await layer2.status()).map(({ link }) => link.interface)).to.deep.equal(['eth9']);
    await layer2.close();
  });

  it('passes on what a call throws', async () => {
    const layer2 = await openLayer2Worker({ networkModule: moduleBeside('../support/workerNetwork.ts') });
    const refused = await layer2.own([{ interface: 'eth0', vlan: 5000, addresses: [] }]).catch(String);
    expect(refused).to.equal('RangeError: a VLAN is 1 to 4094, not 5000');
    await layer2.close();
  });

  it('does not start without a network, and says why', async () => {
    const refused = await openLayer2Worker({ networkModule: moduleBeside('../support/noNetwork.ts') }).catch(
      String,
    );
    expect(refused).to.equal('Error: no native addon');
  });

  it('says that it ended by a fault, as nothing is answered any more', async () => {
    const faults: Error[] = [];
    const layer2 = await openLayer2Worker({
      networkModule: moduleBeside('../support/faultyNetwork.ts'),
      onFault: (error) => faults.push(error),
    });
    await layer2.own([{ interface: 'eth0', addresses: owned('192.0.2.10') }]).catch(() => []);
    await eventually('the fault', () => faults[0] ?? null, { every: 1 });
    expect(faults.map(({ message }) => message)).to.deep.equal(['a fault of ours']);
    expect(await layer2.status().catch(String)).to.equal('Error: a fault of ours');
  });

  it('answers no call after it was closed', async () => {
    const layer2 = await openLayer2Worker({ networkModule: moduleBeside('../support/workerNetwork.ts') });
    await layer2.close();
    await layer2.close();
    expect(await layer2.status().catch(String)).to.equal('Error: the layer 2 worker has ended');
  });
});

function moduleBeside(path: string): string {
  return new URL(path, import.meta.url).href;
}
