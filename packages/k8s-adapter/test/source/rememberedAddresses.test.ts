import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  defaultStateFile,
  readAddresses,
  remembering,
  writeAddresses,
} from '../../src/source/rememberedAddresses.ts';
import type { ObjectSink } from '../../src/source/source.ts';

describe('remembered addresses', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-state-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('are what was written last, and none where nothing was', () => {
    const file = join(folder, 'deep', 'state.json');
    expect(readAddresses(file)).to.deep.equal(new Map());
    const addresses = new Map([['shop/web', ['192.0.2.1', '2001:db8::1']]]);
    writeAddresses(file, new Map([['shop/old', ['192.0.2.9']]]));
    writeAddresses(file, addresses);
    expect(readAddresses(file)).to.deep.equal(addresses);
  });

  it('are not silently lost where the file is broken', () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{');
    expect(() => readAddresses(file)).to.throw(SyntaxError);
  });

  it('are in one file for each set of manifests', () => {
    const environment = { XDG_STATE_HOME: '/state' };
    const file = defaultStateFile(['a', 'b'], environment);
    expect(file).to.match(/^\/state\/fairlead\/standalone-[0-9a-f]{16}\.json$/);
    expect(defaultStateFile(['b'], environment)).to.not.equal(file);
  });

  it('go with the Services of the first reading that say nothing of addresses themselves', () => {
    const seen: unknown[] = [];
    const sink: ObjectSink = {
      put: (_, content) => seen.push(content['status'] ?? null),
      remove: () => undefined,
      synced: () => undefined,
    };
    const remembered = remembering(new Map([['shop/web', ['192.0.2.1']]]), sink);
    const id = { apiVersion: 'v1', kind: 'Service', key: 'shop/web' };
    const own = { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } };
    remembered.put(id, {}, null);
    remembered.put(id, { status: { loadBalancer: {} } }, null);
    remembered.put(id, { status: own }, null);
    remembered.put({ ...id, kind: 'Node' }, {}, null);
    remembered.synced();
    remembered.put(id, {}, null);
    const given = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
    expect(seen).to.deep.equal([given, given, own, null, null]);
  });
});
