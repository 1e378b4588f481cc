import { expect } from 'chai';
import { fairlead, withFiles } from '../support/cli.ts';
import { l2, pool, ten } from '../support/metallb.ts';

describe('fairlead validate', () => {
  it('says where what is wrong, and exits with 1', async () => {
    const files = { 'pools.yaml': `${ten}${pool('addresses: [192.0.2.300/32]', 'b')}`, 'ads.yaml': l2('') };
    const { exitCode, output } = await withFiles(files, (folder) => fairlead(['validate', '-f', folder]));
    expect(exitCode).to.equal(1);
    expect(output.replaceAll(/\S*fairlead-cli-\w+\//g, '').split('\n')).to.deep.equal([
      'pools.yaml:4: error: IPAddressPool metallb-system/b spec.addresses[0] is "192.0.2.300/32", which "192.0.2.300" is no IP address',
      '3 objects read, 0 of other kinds passed over; 1 error, 0 warnings, 0 notes',
      '',
    ]);
  });

  it('exits with 0 when nothing is wrong, and with 1 for warnings when it is strict', async () => {
    const codes = await withFiles({ 'a.yaml': ten }, async (folder) => [
      (await fairlead(['validate', '-f', folder])).exitCode,
      (await fairlead(['validate', '-f', folder, '--strict'])).exitCode,
    ]);
    expect(codes).to.deep.equal([0, 1]);
  });

  it('reads the standard input, and Lists', async () => {
    const list = JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [
          {
            apiVersion: 'metallb.io/v1beta1',
            kind: 'IPAddressPool',
            metadata: { name: 'a' },
            spec: { addresses: ['x'] },
          },
          { apiVersion: 'metallb.io/v1beta1', kind: 'L2Advertisement', metadata: { name: 'b' } },
        ],
      },
      null,
      2,
    );
    const { output } = await fairlead(['validate', '-f', '-', '--json'], { stdin: list });
    const document = JSON.parse(output) as Document;
    expect(document.objects).to.deep.equal([
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'IPAddressPool',
        namespace: null,
        name: 'a',
        dialect: 'metallb',
        accepted: false,
        file: 'stdin',
        line: 5,
      },
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'L2Advertisement',
        namespace: null,
        name: 'b',
        dialect: 'metallb',
        accepted: true,
        file: 'stdin',
        line: 17,
      },
    ]);
    expect(document.problems).to.deep.equal([
      {
        severity: 'error',
        code: 'invalidValue',
        object: { kind: 'IPAddressPool', namespace: 'default', name: 'a' },
        field: 'spec.addresses[0]',
        value: 'x',
        message: 'is "x", which has no /length',
        file: 'stdin',
        line: 13,
      },
    ]);
  });

  it('finds the line inside a ConfigMap', async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data:
  config: |
    address-pools:
    - name: a
      protocol: layer2
      addresses:
      - nonsense
`;
    const { output } = await withFiles({ 'a.yaml': text }, (folder) => fairlead(['validate', '-f', folder]));
    expect(output).to.match(
      /a\.yaml:10: error: ConfigMap default\/config data\.config\.address-pools\[0\]\.addresses\[0\]/,
    );
  });

  it('goes on behind a document that is no YAML', async () => {
    const { output, exitCode } = await withFiles({ 'a.yaml': `kind: [\n---\n${ten}` }, (folder) =>
      fairlead(['validate', '-f', folder, '--json']),
    );
    const { objects, problems } = JSON.parse(output) as Document;
    expect([exitCode, objects.length, problems.map(({ code, line }) => [code, line])]).to.deep.equal([
      1,
      1,
      [
        ['notYaml', 2],
        ['notAnnounced', 4],
      ],
    ]);
  });

  it('goes on behind an alias of nothing, and behind one of everything', async () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map(
        (name, index) =>
          `${name}: &${name} [${Array(9)
            .fill(`*${'abcdefghi'[index] ?? ''}`)
            .join()}]`,
      ),
    ];
    const stdin = `kind: *nothing\n---\n${bomb.join('\n')}\n---\n${ten}`;
    const { output, exitCode } = await fairlead(['validate', '-f', '-', '--json'], { stdin });
    const { objects, problems } = JSON.parse(output) as Document;
    expect([exitCode, objects.length, problems.map(({ code }) => code)]).to.deep.equal([
      1,
      1,
      ['notYaml', 'notYaml', 'notAnnounced'],
    ]);
  });

  it('goes on behind an alias of nothing in a ConfigMap', async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data: { config: "peers: *nothing" }
`;
    const { output, exitCode } = await fairlead(['validate', '-f', '-'], { stdin: text });
    expect([
      exitCode,
      output.startsWith('stdin:4: error: ConfigMap default/config data.config is no YAML: '),
    ]).to.deep.equal([1, true]);
  });

  it('names an indent of no-break spaces, which nobody sees', async () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  labels:\n\u00a0   a: b\n';
    const { output } = await fairlead(['validate', '-f', '-'], { stdin: text });
    expect(output).to.match(/^stdin:6: error: the document is indented with a no-break space \(U\+00A0\)/);
  });

  const failures: readonly (readonly [string, readonly string[], number, string])[] = [
    [
      'no input',
      ['validate'],
      2,
      'nothing to read: say -f with a file, a folder, or - for the standard input',
    ],
    [
      'a path that is not there',
      ['validate', '-f', '/no/such'],
      3,
      'cannot read /no/such: there is no such file or folder',
    ],
    ['an unknown option', ['validate', '--jsn'], 2, 'unknown option --jsn; do you mean --json?'],
    ['an unknown command', ['valdate'], 2, 'there is no command "valdate"; do you mean validate?'],
    ['a strange command', ['go'], 2, 'there is no command "go"; fairlead --help lists them'],
    ['a path without -f', ['plan', 'dir'], 2, '"dir" is not expected here: say -f dir to read it'],
    [
      'an address of the web',
      ['validate', '-f', 'https://example.com/a.yaml'],
      3,
      'cannot read https://example.com/a.yaml: nothing is fetched from elsewhere; say curl -sL https://example.com/a.yaml | fairlead ... -f -',
    ],
  ];
  for (const [title, words, code, message] of failures) {
    it(`fails in one sentence for ${title}`, async () => {
      const { exitCode, errors, output } = await fairlead(words);
      expect([exitCode, errors, output]).to.deep.equal([code, `fairlead: ${message}\n`, '']);
    });
  }
});

interface Document {
  readonly objects: readonly unknown[];
  readonly problems: readonly { readonly code: string; readonly line: number }[];
}
