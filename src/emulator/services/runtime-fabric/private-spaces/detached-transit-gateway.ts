import { defineKind } from '../../../core/kinds.ts';
import type { DetachedTransitGateway } from '../model.ts';

/** Transit gateways of an organization that no private space is attached to. */
export const detachedTransitGateways = defineKind({
  name: 'detachedTransitGateways',
  noun: 'transit gateway',
  empty: () => new Map<string, DetachedTransitGateway>(),
});
