import { translate } from '@fairlead/k8s-adapter';
import type { Severity } from '@fairlead/k8s-adapter';
import { objects } from './objects.ts';

/** The problems of a text of YAML documents, as `severity code name field`. */
export function problemsOf(text: string, ...severities: readonly Severity[]): readonly string[] {
  return translate(objects(text))
    .problems.filter(({ severity }) => severities.length === 0 || severities.includes(severity))
    .map(({ severity, code, object, field }) => `${severity} ${code} ${object.name} ${field}`.trim());
}

/** A MetalLB object in one line; `spec` is the inside of a flow mapping. */
export function metallb(kind: string, name: string, spec: string, version = 'v1beta1'): string {
  return `---\n{ apiVersion: metallb.io/${version}, kind: ${kind}, metadata: { name: ${name}, namespace: metallb-system }, spec: { ${spec} } }\n`;
}
