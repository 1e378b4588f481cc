import type { Service } from '../model/service.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** The class that is served where no other is configured, besides Services without a class. */
export const OWN_CLASS = 'fairlead.dev/fairlead';

/** Why the Service is none of ours, or `null`; `servedClass` restricts to Services of exactly that class. */
export function disownment(service: Service, servedClass: string | null): Verdict | null {
  if (service.type !== 'LoadBalancer') return verdict('notLoadBalancer', { type: service.type });
  if (!servesClass(service.loadBalancerClass, servedClass)) {
    const served = servedClass ?? `none or ${OWN_CLASS}`;
    return verdict('otherClass', { class: service.loadBalancerClass ?? 'none', served });
  }
  return service.isHeadless ? verdict('headless', {}) : null;
}

function servesClass(asked: string | null, served: string | null): boolean {
  return served === null ? asked === null || asked === OWN_CLASS : asked === served;
}
