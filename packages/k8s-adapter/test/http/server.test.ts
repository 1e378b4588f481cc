import { expect } from 'chai';
import { Unavailable } from '../../src/config/error.ts';
import { listenAddress } from '../../src/config/format.ts';
import { HttpServer, jsonAnswer, textAnswer } from '../../src/http/server.ts';

describe('the HTTP server', () => {
  let server: HttpServer;

  beforeEach(async () => {
    server = new HttpServer({
      '/healthz': () => textAnswer(200, 'ok'),
      '/status': () => jsonAnswer({ nodes: 3 }),
      '/broken': () => Promise.reject(new Error('no such thing')),
    });
    await server.listen(listenAddress('127.0.0.1:0'));
  });

  afterEach(async () => {
    await server.close();
  });

  const ask = async (path: string, method = 'GET'): Promise<readonly [number, string]> => {
    const response = await fetch(`http://127.0.0.1:${String(server.port)}${path}`, { method });
    return [response.status, await response.text()];
  };

  it('answers its pages, whatever the query', async () => {
    expect(await ask('/healthz?verbose')).to.deep.equal([200, 'ok\n']);
    expect(await ask('/status')).to.deep.equal([200, '{\n  "nodes": 3\n}\n']);
    expect(await ask('/healthz', 'HEAD')).to.deep.equal([200, '']);
  });

  it('names its pages to who asks for another', async () => {
    expect(await ask('/')).to.deep.equal([404, 'there are /healthz, /status, /broken\n']);
  });

  it('takes no orders, and survives a page that fails', async () => {
    expect(await ask('/status', 'POST')).to.deep.equal([405, 'only GET is answered\n']);
    expect(await ask('/broken')).to.deep.equal([500, 'no such thing\n']);
    expect(await ask('/healthz')).to.deep.equal([200, 'ok\n']);
  });

  it('says what to do about a port in use', async () => {
    const other = new HttpServer({});
    const taken = `127.0.0.1:${String(server.port)}`;
    const error: unknown = await other.listen(listenAddress(taken)).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(Unavailable);
    expect(String(error)).to.include(`cannot serve HTTP on ${taken}: the port is in use`);
  });

  it('says what to do about an address of another machine', async () => {
    const error: unknown = await new HttpServer({})
      .listen(listenAddress('192.0.2.1:0'))
      .catch((caught: unknown) => caught);
    expect(String(error)).to.include('this machine does not have that address');
  });
});
