import type { KubernetesClient, KubernetesObject } from '../../lab/index.ts';
import { wait } from './wait.ts';

/** A Service as the API server has it. */
export interface ServiceObject extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly resourceVersion: string };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip: string }[] };
    readonly conditions?: readonly {
      readonly type: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

export async function readService(client: KubernetesClient, name: string): Promise<ServiceObject | null> {
  return await client.get<ServiceObject>({ apiVersion: 'v1', kind: 'Service', metadata: { name } });
}

/** Waits until its status carries addresses, and gives them. */
export async function addressesIn(
  client: KubernetesClient,
  name: string,
): Promise<readonly [string, ...string[]]> {
  return await wait(`the status of ${name} carries an address`, async () => {
    const ingress = (await readService(client, name))?.status?.loadBalancer?.ingress ?? [];
    const [first, ...others] = ingress.map(({ ip }) => ip);
    return first === undefined ? null : [first, ...others];
  });
}
