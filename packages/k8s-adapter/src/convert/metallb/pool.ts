import { parseIpAddress } from '@fairlead/inet';
import type { Pool } from '../../model/pool.ts';
import { compact } from '../conversion.ts';
import { selectorFields } from '../selector.ts';
import type { LossList } from './lossList.ts';

/** The spec of an IPAddressPool. */
export function metallbPool(pool: Pool, losses: LossList): object {
  const { reservedFor, priority } = pool;
  losses.when(pool.disabled, 'disabled', 'has no equivalent; delete the pool, or set autoAssign to false');
  losses.when(pool.isDefault, 'fallback');
  losses.when(pool.optIn !== null, 'optIn', 'has no equivalent; the pool serves every Service');
  losses.when(pool.quotas.length > 0, 'quotas');
  losses.when(pool.whenRemoved === 'keep', 'whenRemoved', 'has no equivalent; addresses in use move');
  losses.when(
    reservedFor?.isEnforced === false,
    'reservedFor.enforced',
    'has no equivalent; the reservation binds all',
  );
  return compact(
    {
      addresses: pool.ranges.map(({ text }) => rangeText(text.trim())),
      autoAssign: pool.autoAssign && !pool.disabled,
      avoidBuggyIPs: pool.avoidBuggyIps,
      serviceAllocation:
        reservedFor === null && priority === null
          ? null
          : compact({
              priority: priority === null ? null : priorityNumber(priority),
              namespaces: reservedFor?.namespaces ?? [],
              namespaceSelectors: selectorFields(reservedFor?.namespaceSelectors ?? []),
              serviceSelectors: selectorFields(reservedFor?.serviceSelectors ?? []),
            }),
    },
    { autoAssign: true, avoidBuggyIPs: false },
  );
}

/** 0 would be the last, so all from 0 on count one more, which keeps their order. */
function priorityNumber(priority: number): number {
  return priority < 0 ? priority : Math.min(priority + 1, 2 ** 31 - 1);
}

function rangeText(text: string): string {
  if (parseIpAddress(text) === null) return text;
  return `${text}/${text.includes(':') ? 128 : 32}`;
}
