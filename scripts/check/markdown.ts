/** A fenced block of a Markdown document. */
export interface CodeBlock {
  /** The first word behind the fence, such as `ts` or `sh`. */
  readonly language: string;
  /** What else stands behind the fence. */
  readonly flags: readonly string[];
  readonly line: number;
  readonly text: string;
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return Array.from(markdown.matchAll(FENCE), (match) => {
    const [, info = '', text = ''] = match;
    const [language = '', ...flags] = info.trim().split(/\s+/);
    return { language, flags, text, line: markdown.slice(0, match.index).split('\n').length };
  });
}

/** The targets of links to files of the repository, without their anchors. */
export function localLinks(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(FENCE, '').replaceAll(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(LINK), ([, target = '']) => target.replace(/#.*$/, '')).filter(
    (target) => target !== '' && !/^[a-z]+:/.test(target),
  );
}

const FENCE = /^```([^\n]*)\n([\s\S]*?)^```$/gm;
const LINK = /\]\(([^)\s]+)\)/g;
