import { formatCommunity, plan, translate } from '@fairlead/k8s-adapter';
import type { Plan } from '@fairlead/k8s-adapter';
import { objects } from './objects.ts';

/** The plan for a text of YAML documents. */
export function planned(text: string): Plan {
  return plan(translate(objects(text)).cluster);
}

/** For each Service its addresses, or the reason why it has none. */
export function outcomes({ allocations }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...allocations].map(([key, { addresses, decision }]) => [
      key.replace(/^default\//, ''),
      addresses.length > 0 ? addresses.join(' ') : decision.reason,
    ]),
  );
}

/** For each Service the reason of its decision. */
export function reasons({ allocations }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...allocations].map(([key, { decision }]) => [key.replace(/^default\//, ''), decision.reason]),
  );
}

/** What each node tells each peer: `node peer prefix`, with the attributes that are set. */
export function routesOf(plan: Plan): readonly string[] {
  return plan.cluster.nodes.flatMap((node) =>
    plan
      .routes(node)
      .peers.flatMap(({ peer, routes }) =>
        routes.map(({ prefix, nextHop, attributes, bandwidth }) =>
          [
            node.name,
            peer.name,
            prefix,
            ...(nextHop === null ? [] : [`via ${nextHop}`]),
            ...(attributes.localPref === null ? [] : [`pref ${attributes.localPref}`]),
            ...(attributes.med === null ? [] : [`med ${attributes.med}`]),
            ...(attributes.prepend === 0 ? [] : [`prepend ${attributes.prepend}`]),
            ...attributes.communities.map(formatCommunity),
            ...(bandwidth === null ? [] : [`bandwidth ${bandwidth}`]),
          ].join(' '),
        ),
      ),
  );
}
