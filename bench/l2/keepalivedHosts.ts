import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createNamespace,
  createSegment,
  ip,
  plugIn,
  programOf,
  startDaemon,
} from '../../integration/lab/index.ts';
import type { Daemon, Lab, Namespace } from '../../integration/lab/index.ts';
import { macOf } from '../../integration/l2/support/address.ts';
import { reachable } from '../../integration/l2/support/segment.ts';
import type { Contestant, Match } from './contestant.ts';

/** keepalived as VRRP version 3, which notices by itself that the other is gone: after three adverts that do not come. */
export function keepalivedHosts(interval: number, hasVirtualMac: boolean): Contestant {
  return {
    name: `keepalived, ${interval} s${hasVirtualMac ? ', virtual MAC' : ''}`,
    isOurs: false,
    patience: 4 * interval + 1,
    start: async (lab, address) => await start(lab, address, interval, hasVirtualMac),
  };
}

async function start(lab: Lab, address: string, interval: number, hasVirtualMac: boolean): Promise<Match> {
  const segment = await createSegment(lab, 'segment');
  const client = await createNamespace(lab, 'client');
  await plugIn(lab, segment, { namespace: client, interface: 'eth0', addresses: ['192.0.2.1/24'] });
  const host = async (name: string, number: number): Promise<Host> => {
    const namespace = await createNamespace(lab, name);
    await plugIn(lab, segment, { namespace, interface: 'eth0', addresses: [`192.0.2.${number}/24`] });
    const daemon = await startKeepalived(
      lab,
      namespace,
      configuration(address, 200 - number, interval, hasVirtualMac),
    );
    return { namespace, daemon };
  };
  const first = await host('first', 2);
  await first.daemon.until('master', async () => ((await reachable(client, address)) ? true : null));
  const second = await host('second', 3);
  await second.daemon.until('backup', () =>
    second.daemon.log().includes('Entering BACKUP STATE') ? true : null,
  );
  return {
    client,
    announcedMac: hasVirtualMac ? VIRTUAL_MAC : await macOf(second.namespace),
    die: async () => {
      await ip(first.namespace, ['link', 'set', 'eth0', 'down']);
      await first.daemon.kill();
    },
    leave: async () => {
      await first.daemon.stop();
    },
    stop: async () => {
      await Promise.all([first.daemon.stop(), second.daemon.stop()]);
    },
  };
}

interface Host {
  readonly namespace: Namespace;
  readonly daemon: Daemon;
}

async function startKeepalived(lab: Lab, namespace: Namespace, config: string): Promise<Daemon> {
  const file = (suffix: string): string => join(lab.folder, `${namespace.name}.${suffix}`);
  writeFileSync(file('conf'), config, { mode: 0o600 });
  const args = ['--dont-fork', '--log-console', '--log-detail', '--vrrp', '-f', file('conf')];
  const pidFiles = ['--pid', file('pid'), '--vrrp_pid', file('vrrp')];
  return startDaemon(lab, {
    name: namespace.label,
    program: await programOf('keepalived'),
    args: [...args, ...pidFiles],
    namespace,
  });
}

function configuration(address: string, priority: number, interval: number, hasVirtualMac: boolean): string {
  return `global_defs {
  vrrp_version 3
}
vrrp_instance address {
  state BACKUP
  interface eth0
  virtual_router_id ${ROUTER_ID}
  priority ${priority}
  advert_int ${interval}
  ${hasVirtualMac ? 'use_vmac\n  vmac_xmit_base' : ''}
  virtual_ipaddress {
    ${address}/24
  }
}
`;
}

const ROUTER_ID = 51;
const VIRTUAL_MAC = '00:00:5e:00:01:33';
