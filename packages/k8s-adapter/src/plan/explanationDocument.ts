import { verdictDocument } from './verdictDocument.ts';
import type { VerdictDocument } from './verdictDocument.ts';
import type { Explanation } from './explanation.ts';

/** What `fairlead explain --json` writes. */
export interface ExplanationDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Explanation';
  readonly subject: string;
  readonly summary: string;
  readonly good: boolean;
  readonly sections: readonly { readonly title: string; readonly verdicts: readonly VerdictDocument[] }[];
}

export function explanationDocument({
  subject,
  summary,
  isGood,
  sections,
}: Explanation): ExplanationDocument {
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Explanation',
    subject,
    summary,
    good: isGood,
    sections: sections.map(({ title, verdicts }) => ({ title, verdicts: verdicts.map(verdictDocument) })),
  };
}
