// Answers every request with the name of its node.
import { createServer } from 'node:http';

createServer((_, response) => {
  response.setHeader('connection', 'close');
  response.end(`${process.env.NAME}\n`);
}).listen(80, () => console.log('listening'));

process.once('SIGTERM', () => process.exit());
