import { expect } from 'chai';
import { codeBlocks, localLinks } from './markdown.ts';

describe('Markdown', () => {
  it('has fenced blocks with a language, flags and a line', () => {
    const text = ['# Title', '', '```ts run', "import 'a';", '```', '', '```', 'plain', '```', ''].join('\n');
    expect(codeBlocks(text)).to.deep.equal([
      { language: 'ts', flags: ['run'], line: 3, text: "import 'a';\n" },
      { language: '', flags: [], line: 7, text: 'plain\n' },
    ]);
  });

  it('has links to files, which those in code and to other sites are not', () => {
    const text =
      '[a](docs/a.md#part) [b](https://example.net/b) `[c](c.md)` [d](#here)\n```md\n[e](e.md)\n```\n';
    expect(localLinks(text)).to.deep.equal(['docs/a.md']);
  });
});
