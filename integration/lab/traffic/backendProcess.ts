import { createServer } from 'node:http';

const [name = '', port = ''] = process.argv.slice(2);
const server = createServer((request, response) => {
  response.setHeader('connection', 'close');
  response.end(JSON.stringify({ backend: name, client: request.socket.remoteAddress }));
});
server.listen(Number(port), () => {
  console.log('listening');
});
