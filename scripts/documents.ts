import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { translate } from '@fairlead/k8s-adapter';
import { parseAllDocuments } from 'yaml';
import { codeBlocks, localLinks } from './check/markdown.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'scripts', '.snippets');
const documents = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
const problems: string[] = [];

for (const document of documents) {
  for (const link of localLinks(read(document))) {
    if (!existsSync(join(root, dirname(document), link)))
      problems.push(`${document} links to ${link}, which is not there`);
  }
}

for (const document of documents) {
  for (const { language, line, text } of codeBlocks(read(document))) {
    if (language !== 'yaml') continue;
    for (const message of problemsOfObjects(text)) problems.push(`${document}:${line} ${message}`);
  }
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
try {
  const snippets = documents.flatMap((document) =>
    codeBlocks(read(document))
      .filter(({ language }) => language === 'ts')
      .map(({ flags, line, text }) => {
        const file = join(folder, `${document.replaceAll(/[/.]/g, '-')}-${line}.ts`);
        writeFileSync(file, `${text}export {};\n`);
        return { place: `${document}:${line}`, file, run: flags.includes('run') };
      }),
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.test.json',
      compilerOptions: { incremental: false },
      include: ['*.ts'],
    }),
  );
  if (snippets.length > 0) expectSuccess('the snippets have type errors', 'tsc', ['--project', folder]);
  for (const { place, file, run } of snippets) {
    if (run)
      expectSuccess(`the snippet at ${place} failed`, process.execPath, [
        '--conditions=@fairlead/source',
        file,
      ]);
  }
  const ran = snippets.filter(({ run }) => run).length;
  console.log(`${documents.length} documents, ${snippets.length} snippets type-checked, ${ran} run`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

function expectSuccess(otherwise: string, program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) problems.push(`${otherwise}:\n${stdout}${stderr}`);
}

/** What is wrong with the Kubernetes objects of a snippet; configuration of other kinds is passed over. */
function problemsOfObjects(yaml: string): readonly string[] {
  const objects = parseAllDocuments(yaml).map((document) => document.toJS() as unknown);
  const sources = objects
    .filter((content) => typeof content === 'object' && content !== null && 'apiVersion' in content)
    .map((content) => ({ content, origin: null }));
  return translate(sources)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ object, field, message }) => `${object.kind} ${field} ${message}`);
}
