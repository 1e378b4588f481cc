export { inAllocationOrder } from './decide/allocate.ts';
export type { AllocationOptions } from './decide/allocate.ts';
export type { Allocation } from './decide/allocation.ts';
export { Allocator } from './decide/allocator.ts';
export type { AllocatorConfig } from './decide/allocator.ts';
export { CandidateFinder, interfacesOf } from './decide/candidates.ts';
export type { Bearer, Candidates } from './decide/candidates.ts';
export { contestFor } from './decide/contest.ts';
export { DEFAULT_ELECTION } from './decide/elect.ts';
export type { Candidate, Contest, Elected } from './decide/elect.ts';
export { Election } from './decide/election.ts';
export { DEFAULT_ELIGIBILITY, eligibility, isEligible } from './decide/eligibility.ts';
export type { Eligibility, EligibilityOptions } from './decide/eligibility.ts';
export { countEndpoints, endpointsByService, NO_ENDPOINTS } from './decide/endpoints.ts';
export { DEFAULT_L2, l2ViewOf } from './decide/l2View.ts';
export type { L2Offer, L2Options, L2View } from './decide/l2View.ts';
export type { PoolUsage } from './decide/ledger.ts';
export { viewOf } from './decide/nodeView.ts';
export type { NodeView, Offer } from './decide/nodeView.ts';
export { disownment, OWN_CLASS } from './decide/ours.ts';
export { indexPools, poolOf } from './decide/poolIndex.ts';
export type { PoolIndex } from './decide/poolIndex.ts';
export { REASONS, remedy, sentence, verdict } from './decide/reason.ts';
export type { Details, Reason, Verdict } from './decide/reason.ts';
export { routesOf } from './decide/routesOf.ts';
export type { Contribution, Contributions } from './decide/routesOf.ts';
export { RouteTable } from './decide/routeTable.ts';
export type { Translation } from './dialect/assemble/index.ts';
export {
  translateEndpointSlice,
  translateNamespace,
  translateNode,
  translateService,
} from './dialect/single.ts';
export type { Single } from './dialect/single.ts';
export type { SourceObject } from './dialect/source.ts';
export { DEFAULT_TRANSLATION } from './dialect/translate.ts';
export type { TranslateOptions } from './dialect/translate.ts';
export type {
  Advertisement,
  AdvertisementScope,
  BgpAdvertisement,
  ElectionPolicy,
  L2Advertisement,
  RouteAttributes,
  Selection,
} from './model/advertisement.ts';
export { allocate } from './library/allocate.ts';
export type { Allocations } from './library/allocate.ts';
export { elect } from './library/elect.ts';
export type { ContestWishes, Owners } from './library/elect.ts';
export { explain } from './library/explain.ts';
export { sourcesOf } from './library/input.ts';
export type { Input, Objects } from './library/input.ts';
export { plan } from './library/plan.ts';
export type { PlanWishes, WritablePlan } from './library/plan.ts';
export { routes } from './library/routes.ts';
export type { AnnouncedRoute, RoutesWishes } from './library/routes.ts';
export { translate } from './library/translate.ts';
export type { WritableMap } from './library/writable.ts';
export { NO_CONFIG } from './model/cluster.ts';
export type { Cluster, Config } from './model/cluster.ts';
export { formatCommunity, parseCommunity, WELL_KNOWN_COMMUNITIES } from './model/community.ts';
export type { Community } from './model/community.ts';
export type { Endpoint, Endpoints, EndpointSlice } from './model/endpoint.ts';
export type { Namespace } from './model/namespace.ts';
export type { Node, Taint } from './model/node.ts';
export { byAge, formatRef, objectKey } from './model/object.ts';
export type { Aged, Labels, ObjectKey, ObjectRef } from './model/object.ts';
export type { BfdProfile, GracefulRestart, PasswordSource, Peer, PeerLocation } from './model/peer.ts';
export type { AddressClaim, Audience, Pool, PoolRange, Quota } from './model/pool.ts';
export { PROBLEM_CODES } from './model/problem.ts';
export type { Problem, ProblemCode, Severity } from './model/problem.ts';
export type { Route, RouteChange } from './model/route.ts';
export { selects } from './model/selector.ts';
export type { LabelRequirement, LabelSelector } from './model/selector.ts';
export type { AddressRequest, Assignment, Service, ServicePort, Sharing } from './model/service.ts';
export { ASSUMED_NODE } from './plan/assume.ts';
export type { Assumption } from './plan/assume.ts';
export { DEFAULT_PLAN } from './plan/plan.ts';
export type { NodeRoutes, PeerRoutes, Plan, PlanOptions } from './plan/plan.ts';
export type {
  ConflictDocument,
  NodeDocument,
  OwnerDocument,
  PlanDocument,
  PoolDocument,
  ServiceDocument,
} from './plan/document.ts';
export type { AllocationDocument } from './plan/allocationDocument.ts';
export type { VerdictDocument } from './plan/verdictDocument.ts';
export type { Subject } from './plan/explain.ts';
export type { ExplanationDocument } from './plan/explanationDocument.ts';
export type { PeerDocument, RouteDocument, WithheldDocument } from './plan/routeDocument.ts';
