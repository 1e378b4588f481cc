import { skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import { openLab, requireTools } from '../lab/index.ts';
import type { Lab, ToolName } from '../lab/index.ts';
import { cases } from './case/cases.ts';
import { openLink } from './link.ts';
import type { Link } from './link.ts';
import { headOf, incompleteness, matrix, readDocument, writeDocument } from './matrix.ts';
import { startBirdRouter } from './router/bird.ts';
import { startExabgpRouter } from './router/exabgp.ts';
import { startFrrRouter } from './router/frr.ts';
import { startGobgpRouter } from './router/gobgp.ts';
import type { DaemonName, Router } from './router/router.ts';
import { SESSIONS } from './session.ts';

const routers: readonly {
  readonly name: DaemonName;
  readonly tool: ToolName;
  readonly start: (lab: Lab, link: Link) => Promise<Router>;
}[] = [
  { name: 'FRR', tool: 'frr', start: startFrrRouter },
  { name: 'BIRD', tool: 'bird', start: startBirdRouter },
  { name: 'GoBGP', tool: 'gobgp', start: startGobgpRouter },
  { name: 'ExaBGP', tool: 'exabgp', start: startExabgpRouter },
];

const versions = new Map<DaemonName, string>();
const passed = new Map<DaemonName, Set<string>>();

for (const { name, tool, start } of routers) {
  describe(`interoperates with ${name}`, () => {
    const lab = openLab();
    after(lab.close);
    let router: Router;

    before(async function () {
      await requireTools(this, 'namespaces', tool);
      router = await start(lab, await openLink(lab, name.toLowerCase(), SESSIONS.length));
      versions.set(name, await router.version());
      passed.set(name, new Set());
    });

    for (const { feature, lacks = {}, run } of cases) {
      if (lacks[name] !== undefined) continue;
      it(feature, async () => {
        await run(router);
        passed.get(name)?.add(feature);
      });
    }
  });
}

describe('the matrix of interoperability', () => {
  before(function () {
    const reason = incompleteness(cases, { versions, passed });
    if (reason !== null) skipSuite(this, reason);
  });

  it('is what docs/interop.md says', async function () {
    const found = await matrix(cases, { versions, passed });
    if (process.env['FAIRLEAD_WRITE_INTEROP'] === '1') writeDocument(found);
    const document = readDocument();
    if (headOf(document) !== headOf(found)) {
      skipSuite(this, `docs/interop.md is about ${headOf(document)}; here are ${headOf(found)}`);
    }
    expect(document).to.equal(found);
  });
});
