/** What other services read: the facts of this one. Nothing that writes, plans or serves a tool is exported. */
export { gatewaySizes } from './capacity.ts';
export { requireGatewayName } from './definition.ts';
export { publicUrlsOf } from './facts.ts';
export { managedDetail, resolveGateway, selfManagedDetail } from './gateways.ts';
export { desiredStatusOf, hasReached, readLiveStatus, startAdvice } from './status.ts';
