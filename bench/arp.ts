import { connect, createNamespace, ip, openLab } from '../integration/lab/index.ts';
import type { Lab } from '../integration/lab/index.ts';
import { findNamespaces } from '../integration/lab/tool/privilege.ts';
import { compileLoad, runLoad } from './l2/load.ts';
import type { Load } from './l2/load.ts';
import { responders } from './l2/responders.ts';
import type { Responder } from './l2/responders.ts';

// How fast ARP is answered on a veth: by us, by the kernel itself, and by a responder in Go as MetalLB has it.

const FIRST_ADDRESS = '10.201.1.0';
const ADDRESSES = 10_000;
const RATES = [100, 1_000, 50_000, 100_000, 200_000, 250_000, 280_000];

const namespaces = await findNamespaces();
const lab = openLab();
try {
  const program = namespaces.kind === 'missing' ? null : await compileLoad(lab);
  if (namespaces.kind === 'missing') console.log(`skipped: ${namespaces.reason}`);
  else if (program === null) console.log('skipped: the load comes from a C program; a C compiler enables it');
  else for (const responder of responders(FIRST_ADDRESS, ADDRESSES)) await measure(lab, program, responder);
} finally {
  await lab.close();
}

async function measure(lab: Lab, program: string, { name, start }: Responder): Promise<void> {
  const [client, server] = [await createNamespace(lab, 'client'), await createNamespace(lab, 'server')];
  const device = 'eth0';
  await connect(
    lab,
    { namespace: client, interface: device, addresses: ['10.200.0.1/16'] },
    { namespace: server, interface: device, addresses: ['10.200.0.2/16'] },
  );
  const running = await start(lab, server);
  if (typeof running === 'string') {
    console.log(`${name}: skipped, ${running}`);
    return;
  }
  console.log(name);
  if (running.said !== null) {
    const { announced, memory } = running.said;
    console.log(
      `  ${ADDRESSES} takeovers announced six times in ${(announced / 1000).toFixed(1)} s; ${(memory / ADDRESSES).toFixed(0)} octets for each address`,
    );
  }
  for (const rate of RATES) {
    const before = await running.cpu();
    const load = await runLoad(client, program, {
      device,
      rate,
      seconds: 4,
      first: FIRST_ADDRESS,
      count: ADDRESSES,
    });
    const after = await running.cpu();
    const cpu = before === null || after === null ? null : (after - before) / load.seconds;
    console.log(`  ${describeLoad(rate, load, cpu)}`);
  }
  await running.stop();
  await ip(client, ['link', 'delete', device]);
}

function describeLoad(rate: number, { sent, answered, p50, p99 }: Load, cpu: number | null): string {
  const lost = sent === answered ? 'none lost' : `${(((sent - answered) * 100) / sent).toFixed(3)} % lost`;
  const use = cpu === null ? '' : `, ${(cpu * 100).toFixed(1)} % of a CPU`;
  return `${rate.toLocaleString('en')}/s: p50 ${p50} us, p99 ${p99} us, ${lost}${use}`;
}
