import { plan } from '@fairlead/k8s-adapter';
import type { Plan } from '@fairlead/k8s-adapter';
import { objects } from './objects.ts';
import { outcomes } from './planned.ts';

/** A cluster that lives on: what was decided stands in the status of its Services when the next thing happens. */
export interface World {
  /** Makes or replaces the objects of a text, and decides. */
  readonly apply: (yaml: string) => Outcomes;
  /** Removes the objects of a text, and decides. */
  readonly remove: (yaml: string) => Outcomes;
  readonly plan: () => Plan;
}

/** For each Service its addresses, or the reason why it has none. */
type Outcomes = Readonly<Record<string, string>>;

export function world(): World {
  const contents = new Map<string, Content>();
  const decide = (): Outcomes => {
    const decided = plan([...contents.values()]);
    for (const [name, content] of contents) {
      if (content.kind !== 'Service') continue;
      const { namespace = 'default', name: service } = content.metadata;
      const addresses = decided.allocations.get(`${namespace}/${service}`)?.addresses ?? [];
      const status = { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } };
      contents.set(name, { ...content, status });
    }
    return outcomes(decided);
  };
  const each = (yaml: string, act: (name: string, content: Content) => void): Outcomes => {
    for (const { content } of objects(yaml))
      if (content !== null) act(nameOf(content as Content), content as Content);
    return decide();
  };
  return {
    apply: (yaml) =>
      each(yaml, (name, content) => {
        const { status } = contents.get(name) ?? {};
        contents.set(name, { ...(status !== undefined && { status }), ...content });
      }),
    remove: (yaml) => each(yaml, (name) => contents.delete(name)),
    plan: () => plan([...contents.values()]),
  };
}

interface Content {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly status?: unknown;
}

function nameOf({ kind, metadata: { namespace = '', name } }: Content): string {
  return `${kind} ${namespace}/${name}`;
}
