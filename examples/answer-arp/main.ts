// Answers ARP and NDP for addresses that no interface has: sudo node main.ts eth0 192.0.2.10 2001:db8::10
import { parseIpAddress } from '@fairlead/inet';
import { openLayer2 } from '@fairlead/l2-core/node';
import { network } from '@fairlead/netsys';

const [name = '', ...texts] = process.argv.slice(2);
const addresses = texts.map((text) => {
  const address = parseIpAddress(text);
  if (address === null) throw new TypeError(`"${text}" is no IP address`);
  return { address };
});

const layer2 = openLayer2({
  network,
  onEvent: (event) => {
    console.log(JSON.stringify(event));
  },
});
for (const { severity, message } of await layer2.own([{ interface: name, addresses }])) {
  console.error(`${severity}: ${message}`);
  if (severity === 'error') process.exitCode = 1;
}
if (process.exitCode === 1) await layer2.close();
process.once('SIGINT', () => void layer2.close());
process.once('SIGTERM', () => void layer2.close());
