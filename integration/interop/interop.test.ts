import { openLab, requireTools } from '../lab/index.ts';
import type { Lab, ToolName } from '../lab/index.ts';
import { cases } from './case/cases.ts';
import { openLink } from './link.ts';
import type { Link } from './link.ts';
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

for (const { name, tool, start } of routers) {
  describe(`interoperates with ${name}`, () => {
    const lab = openLab();
    after(lab.close);
    let router: Router;

    before(async function () {
      await requireTools(this, 'namespaces', tool);
      router = await start(lab, await openLink(lab, name.toLowerCase(), SESSIONS.length));
    });

    for (const { feature, lacks = {}, run } of cases) {
      if (lacks[name] !== undefined) continue;
      it(feature, async () => {
        await run(router);
      });
    }
  });
}
