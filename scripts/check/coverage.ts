/** What a list of requirements says of itself, to be held against what there is. */
export interface Evidence {
  /** Whether a file of the sources is there. */
  readonly hasFile: (path: string) => boolean;
  /** The full titles of the tests. */
  readonly titles: readonly string[];
}

/**
 * What is wrong with a document that lists requirements. Behind an arrow, each item of a list names a file in a code span and
 * a part of a test's title between curly quotes, or says why there is none: "not ours", "not done" or "no test".
 */
export function coverageProblems(markdown: string, { hasFile, titles }: Evidence): readonly string[] {
  return itemsOf(markdown).flatMap(({ line, text }) => {
    const [, proof = null] = text.split(' → ');
    if (proof === null) return [`line ${line} names no file and no test, and does not say why`];
    const files = spans(proof, CODE).filter((span) => span.endsWith('.ts'));
    const quoted = spans(proof, QUOTED);
    const missing = [
      ...files
        .filter((file) => !hasFile(file))
        .map((file) => `line ${line} names ${file}, which is not there`),
      ...quoted
        .filter((title) => !titles.some((full) => full.includes(title)))
        .map((title) => `line ${line} names the test “${title}”, which is not there`),
    ];
    if (missing.length > 0 || REASON.test(proof)) return missing;
    return files.length > 0 && quoted.length > 0 ? [] : [`line ${line} wants a file and a test, or a reason`];
  });
}

/** How many requirements there are, and how many of them say why there is no test. */
export function countRequirements(markdown: string): { readonly all: number; readonly reasons: number } {
  const items = itemsOf(markdown);
  return { all: items.length, reasons: items.filter(({ text }) => REASON.test(text)).length };
}

/** The items of the lists below headings that name an RFC, each in one line of text. */
function itemsOf(markdown: string): readonly { readonly line: number; readonly text: string }[] {
  const items: { readonly line: number; text: string }[] = [];
  let isRequirement = false;
  let isOpen = false;
  markdown.split('\n').forEach((text, index) => {
    if (text.startsWith('## ')) isRequirement = text.startsWith('## RFC');
    const last = items.at(-1);
    if (isRequirement && text.startsWith('- ')) {
      items.push({ line: index + 1, text });
      isOpen = true;
    } else if (isOpen && text.startsWith('  ') && last !== undefined) last.text += ` ${text.trim()}`;
    else isOpen = false;
  });
  return items;
}

function spans(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, span = '']) => span);
}

const CODE = /`([^`]+)`/g;
const QUOTED = /“([^”]+)”/g;
const REASON = /\b(?:not ours|not done|no test): \S/;
