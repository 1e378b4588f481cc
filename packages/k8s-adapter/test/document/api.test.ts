import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fieldsOf, outputs } from './outputs.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/api.md'), 'utf8');

describe('docs/api.md', function () {
  this.timeout(20_000);

  it('lists exactly the fields that the commands write', async () => {
    const written = await outputs();
    expect(written.size).to.equal(6);
    for (const [command, output] of written) {
      expect([...fieldsOf(output)].sort(), command).to.deep.equal([...documented(command)].sort());
    }
  });

  it('says the version that they say', async () => {
    for (const [command, output] of await outputs()) {
      const { apiVersion, kind } = output as { readonly apiVersion: string; readonly kind: string };
      const says = section(command).includes(`\`${kind}\``);
      expect([command, apiVersion, says]).to.deep.equal([command, 'fairlead.dev/v1', true]);
    }
  });
});

/** The fields of the table of a command, with those of the types that it names. */
function documented(command: string): ReadonlySet<string> {
  const rows = [...section(command).matchAll(/^\| `([^`]+)` +\| (\w+)/gm)];
  const fields = new Set<string>();
  for (const [, field = '', type = ''] of rows) {
    if (!field.endsWith('[]')) fields.add(field);
    for (const inner of fieldsOfType(type)) fields.add(`${field}.${inner}`);
  }
  return fields;
}

function section(command: string): string {
  const start = page.indexOf(`### \`fairlead ${command} --json\``);
  expect(start, command).to.be.greaterThan(0);
  const end = page.indexOf('\n##', start + 3);
  return page.slice(start, end < 0 ? undefined : end);
}

/** As the table of types has them; a `Ref` in a type brings its own fields. */
function fieldsOfType(type: string): readonly string[] {
  const row = new RegExp(`^\\| \`${type}\` +\\| (.*)$`, 'm').exec(page)?.[1];
  if (row === undefined) return [];
  const names = [...row.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  return names.flatMap((name) =>
    name === 'object' ? [name, ...fieldsOfType('Ref').map((inner) => `object.${inner}`)] : [name],
  );
}
