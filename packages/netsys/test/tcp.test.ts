import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { eventually } from '@fairlead/testing';
import { sockets } from '@fairlead/netsys';
import type { TcpListener, TcpOptions } from '@fairlead/netsys';
import { expect } from 'chai';
import { addon } from '../src/addon.ts';
import { requireAddon } from './support/requireAddon.ts';

const SECRET = 'correct horse battery staple';

for (const [family, host] of [
  ['IPv4', '127.0.0.1'],
  ['IPv6', '::1'],
] as const) {
  describe(`TCP sockets with options, on ${family}`, () => {
    let listener: TcpListener;
    let port = 0;
    const accepted: Socket[] = [];
    const dialled: Socket[] = [];

    before(async function () {
      requireAddon(this);
      listener = await sockets.listen({ address: host, port: 0 });
      port = (listener.server.address() as AddressInfo).port;
      listener.server.on('connection', (socket) => {
        socket.on('error', () => undefined);
        accepted.push(socket);
      });
    });

    afterEach(() => {
      for (const socket of [...accepted.splice(0), ...dialled.splice(0)]) socket.destroy();
      listener.forget(host);
    });

    after(() => {
      if (port !== 0) listener.server.close();
    });

    it('carry octets both ways with the same key', async () => {
      listener.expect(host, { password: SECRET });
      const socket = dial({ password: SECRET });
      await once(socket, 'connect');
      const other = await call({ password: SECRET });
      socket.write('ping');
      const [said] = (await once(other, 'data')) as [Buffer];
      other.write('pong');
      const [answered] = (await once(socket, 'data')) as [Buffer];
      expect([said.toString(), answered.toString()]).to.deep.equal(['ping', 'pong']);
    });

    it('do not connect with another key or without one, while the right one does', async () => {
      listener.expect(host, { password: SECRET });
      const wrong = [dial({ password: 'another' }), dial({})];
      const right = dial({ password: SECRET });
      await once(right, 'connect');
      expect(wrong.map(({ connecting }) => connecting)).to.deep.equal([true, true]);
      expect(accepted).to.have.length(1);
    });

    it('take a key for a prefix', async () => {
      const prefix = family === 'IPv4' ? '127.0.0.0/8' : '::1/128';
      listener.expect(prefix, { password: SECRET });
      const socket = dial({ password: SECRET });
      await once(socket, 'connect');
      const wrong = dial({});
      await once(dial({ password: SECRET }), 'connect');
      expect(wrong.connecting).to.equal(true);
      listener.forget(prefix);
    });

    it('connect without a key again once it is forgotten', async () => {
      listener.expect(host, { password: SECRET });
      listener.forget(host);
      await once(dial({}), 'connect');
    });

    it('change the key of a peer on the listener', async () => {
      listener.expect(host, { password: SECRET });
      listener.expect(host, { password: 'the new one' });
      await once(dial({ password: 'the new one' }), 'connect');
    });

    it('send with the TTL that is asked for, on both sides', async () => {
      listener.expect(host, { ttl: 255 });
      const socket = dial({ ttl: 255, minimumTtl: 255 });
      await once(socket, 'connect');
      const other = await call({ ttl: 255, minimumTtl: 255 });
      expect([option(socket, 'ttl'), option(other, 'ttl')]).to.deep.equal([255, 255]);
      expect([option(socket, 'minimumTtl'), option(other, 'minimumTtl')]).to.deep.equal([255, 255]);
      other.write('near');
      expect(String(((await once(socket, 'data')) as [Buffer])[0])).to.equal('near');
    });

    it('take nothing that came with less than the least TTL (RFC 5082)', async () => {
      const far = dial({ ttl: 64 });
      await once(far, 'connect');
      const other = await call({ minimumTtl: 255 });
      const heard: string[] = [];
      other.on('data', (octets) => heard.push(String(octets)));
      far.write('far');
      const near = dial({ ttl: 255 });
      await once(near, 'connect');
      near.write('near');
      const second = await call({ minimumTtl: 255 });
      await once(second, 'data');
      expect(heard).to.deep.equal([]);
    });

    it('are bound to an interface', async () => {
      await once(dial({ device: 'lo' }), 'connect');
      const [error] = (await once(dial({ device: 'nosuch0' }), 'error')) as [NodeJS.ErrnoException];
      expect([error.code, error.message]).to.deep.equal([
        'ENODEV',
        'device: there is no interface "nosuch0"',
      ]);
    });

    it('carry a code point', async () => {
      const socket = dial({ dscp: 48 });
      await once(socket, 'connect');
      expect(option(socket, 'dscp')).to.equal(48 << 2);
    });

    it('come from the local address that is asked for', async () => {
      const localAddress = family === 'IPv4' ? '127.0.0.9' : '::1';
      const socket = dial({ ttl: 64 }, localAddress);
      await once(socket, 'connect');
      const other = await call({});
      expect(other.remoteAddress).to.equal(localAddress);
    });

    it('say when an address is in use', async () => {
      const error = await failure(sockets.listen({ address: host, port }));
      expect(error.code).to.equal('EADDRINUSE');
      expect(error.message).to.match(/^listening on .*address already in use$/);
    });

    function dial(options: TcpOptions, localAddress?: string): Socket {
      const target = { address: host, port, ...(localAddress === undefined ? {} : { localAddress }) };
      const socket = sockets.dial(target, options);
      dialled.push(socket);
      return socket;
    }

    /** The next accepted connection, protected and then read. */
    async function call(options: TcpOptions): Promise<Socket> {
      const socket = await eventually('a call', () => accepted.shift() ?? null, { every: 2 });
      dialled.push(socket);
      listener.protect(socket, options);
      return socket.resume();
    }

    function option(socket: Socket, name: 'ttl' | 'minimumTtl' | 'dscp'): number {
      const handle = (socket as Socket & { readonly _handle: { readonly fd: number } })._handle;
      const value = new Uint8Array(4);
      addon().getsockopt(handle.fd, family === 'IPv4' ? 0 : 41, OPTIONS[family][name], value);
      return new DataView(value.buffer).getInt32(0, true);
    }
  });
}

describe('TCP options', () => {
  before(function () {
    requireAddon(this);
  });

  const refused: readonly (readonly [string, TcpOptions, RegExp])[] = [
    ['an empty password', { password: '' }, /^password: a key has 1 to 80 octets, this one has 0$/],
    ['a password that is too long', { password: 'x'.repeat(81) }, /^password: .* this one has 81$/],
    ['a TTL of 0', { ttl: 0 }, /^ttl: 1 to 255, not 0$/],
    ['a least TTL of 256', { minimumTtl: 256 }, /^minimumTtl: 1 to 255, not 256$/],
    ['a code point of 64', { dscp: 64 }, /^dscp: 0 to 63, not 64$/],
    ['an interface name that is too long', { device: 'a-very-long-interface' }, /^device: /],
    [
      'both kinds of key',
      { password: 'x', authentication: [{ sendId: 1, receiveId: 1, algorithm: 'hmac(sha1)', key: 'y' }] },
      /not both$/,
    ],
  ];
  for (const [what, options, message] of refused) {
    it(`refuse ${what}`, () => {
      expect(() => {
        sockets.check(options);
      }).to.throw(message);
    });
  }

  it('never say a key in an error', () => {
    for (const password of ['', SECRET.repeat(4)]) {
      let said = '';
      try {
        sockets.check({ password });
      } catch (error) {
        said = String(error);
      }
      expect(said).to.contain('password').and.not.contain('horse');
    }
  });

  it('say so where the kernel has no TCP-AO, or take the key where it has', () => {
    const key = { sendId: 1, receiveId: 1, algorithm: 'hmac(sha1)', key: SECRET } as const;
    try {
      sockets.check({ authentication: [key] });
    } catch (error) {
      expect(String(error))
        .to.match(/authentication: this kernel has no TCP-AO/)
        .and.not.contain('horse');
    }
  });
});

async function failure(promise: Promise<unknown>): Promise<NodeJS.ErrnoException> {
  try {
    await promise;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  throw new Error('did not fail');
}

const OPTIONS = {
  IPv4: { ttl: 2, minimumTtl: 21, dscp: 1 },
  IPv6: { ttl: 16, minimumTtl: 73, dscp: 67 },
} as const;
