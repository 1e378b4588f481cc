import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millis } from '@fairlead/inet';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/error.ts';
import { integer, listenAddress, listOf, onOrOff, span, text } from '../../src/config/format.ts';
import { helpPage } from '../../src/config/help.ts';
import { load } from '../../src/config/load.ts';
import { controllerSettings, speakerSettings, standaloneSettings } from '../../src/config/schema.ts';
import type { SettingsOf } from '../../src/config/setting.ts';

describe('settings', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-config-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (content: string): string => {
    const path = join(folder, `${files++}.yaml`);
    writeFileSync(path, content);
    return path;
  };

  it('are their defaults where nobody says otherwise', () => {
    expect(load(settings, { args: [], environment: {} })).to.deep.equal({
      port: 1,
      names: [],
      loud: false,
      nodeName: null,
    });
  });

  it('are taken from the file, before it from the environment, before that from flags', () => {
    const args = ['--config', file('port: 2\nnames: a,b\nnodeName: f')];
    const environment = { FAIRLEAD_PORT: '3', FAIRLEAD_NODE_NAME: 'e' };
    expect(load(settings, { args: [...args, '--port=4', '-l'], environment })).to.deep.equal({
      port: 4,
      names: ['a', 'b'],
      loud: true,
      nodeName: 'e',
    });
  });

  it('are taken from the variables of other products, unless ours are set', () => {
    const environment = { METALLB_NODE_NAME: 'theirs' };
    expect(load(settings, { args: [], environment }).nodeName).to.equal('theirs');
    expect(
      load(settings, { args: [], environment: { ...environment, FAIRLEAD_NODE_NAME: 'ours' } }).nodeName,
    ).to.equal('ours');
  });

  it('keep text that looks like a number as it is', () => {
    expect(load(settings, { args: ['--node-name', '007'], environment: {} }).nodeName).to.equal('007');
  });

  it('may be given several times where they are lists', () => {
    expect(load(settings, { args: ['-n', 'a', '--names=b,c'], environment: {} }).names).to.deep.equal([
      'a',
      'b',
      'c',
    ]);
  });

  const wrong: readonly (readonly [string, () => readonly string[], NodeJS.ProcessEnv, string])[] = [
    ['an unknown flag', () => ['--prot', '1'], {}, 'unknown option --prot; do you mean --port?'],
    ['a flag without its value', () => ['--port'], {}, '--port needs a value'],
    ['a stray word', () => ['start'], {}, '"start" is not expected here: options begin with --'],
    ['a flag', () => ['--port', '99'], {}, '--port must be a whole number from 0 to 9, not "99"'],
    [
      'a variable',
      () => [],
      { FAIRLEAD_PORT: 'x' },
      'FAIRLEAD_PORT must be a whole number from 0 to 9, not "x"',
    ],
    [
      'a variable of others',
      () => [],
      { METALLB_NODE_NAME: ' ' },
      'METALLB_NODE_NAME must not be empty, not " "',
    ],
    [
      'no file',
      () => ['--config', '/nowhere/x.yaml'],
      {},
      'cannot read the configuration file /nowhere/x.yaml: ENOENT',
    ],
    ['no YAML', () => ['--config', file('a: [')], {}, 'cannot read the configuration file'],
    ['a list', () => ['--config', file('- a')], {}, 'must hold names and values, such as logLevel: debug'],
    [
      'a name in the file',
      () => ['--config', file('nodename: a')],
      {},
      'sets nodename, which does not exist; do you mean nodeName?',
    ],
    [
      'a value in the file',
      () => ['--config', file('port: -1')],
      {},
      'must be a whole number from 0 to 9, not "-1"',
    ],
  ];
  for (const [what, args, environment, message] of wrong) {
    it(`say what is wrong with ${what}`, () => {
      expect(() => load(settings, { args: args(), environment })).to.throw(ConfigError, message);
    });
  }

  it('have a help page that names every flag and variable', () => {
    for (const each of [controllerSettings, speakerSettings, standaloneSettings]) {
      const page = helpPage('x', 'Does x.', each);
      for (const { flag } of Object.values(each)) expect(page).to.include(`--${flag}`);
    }
    expect(helpPage('x', 'Does x.', settings)).to.include('-l, --loud');
  });
});

describe('the form of a setting', () => {
  it('is a span with its unit, seconds where there is none', () => {
    const parse = span(millis(100), millis(60_000));
    expect(['500ms', '3', '3s', '1m', '0.5s'].map(parse)).to.deep.equal([500, 3000, 3000, 60_000, 500]);
    for (const bad of ['', '1', '-1', '2m', '1d', 's', '50ms'].filter((each) => each !== '1')) {
      expect(() => parse(bad), bad).to.throw(RangeError, 'from 100ms to 60s');
    }
  });

  it('is an address to listen on, loopback where only a port is given', () => {
    expect(listenAddress('7472')).to.deep.equal({ address: '127.0.0.1', port: 7472 });
    expect(listenAddress(':7472')).to.deep.equal({ address: '::', port: 7472 });
    expect(listenAddress('[2001:db8::1]:80')).to.deep.equal({ address: '2001:db8::1', port: 80 });
    expect(listenAddress('192.0.2.1:0')).to.deep.equal({ address: '192.0.2.1', port: 0 });
    expect([listenAddress('off'), listenAddress('0')]).to.deep.equal([null, null]);
    for (const bad of ['', 'x', 'host:1', '1.2.3.4', '1.2.3.4:66000']) {
      expect(() => listenAddress(bad), bad).to.throw(RangeError, 'must be address:port');
    }
  });
});

let files = 0;

interface Example {
  readonly port: number;
  readonly names: readonly string[];
  readonly loud: boolean;
  readonly nodeName: string | null;
}

const settings: SettingsOf<Example> = {
  port: { flag: 'port', argument: 'N', about: 'a number', default: 1, parse: integer(0, 9) },
  names: {
    flag: 'names',
    short: 'n',
    argument: 'NAME',
    about: 'some names',
    isList: true,
    default: [],
    parse: listOf(text),
  },
  loud: {
    flag: 'loud',
    short: 'l',
    argument: null,
    about: 'a switch',
    default: false,
    parse: onOrOff,
  },
  nodeName: {
    flag: 'node-name',
    argument: 'NAME',
    about: 'a name',
    alsoFrom: ['METALLB_NODE_NAME'],
    default: null,
    parse: text,
  },
};
