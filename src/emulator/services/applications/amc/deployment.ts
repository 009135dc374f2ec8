import { defineKind } from '../../../core/kinds.ts';
import type { AmcDeployment } from '../model.ts';

/** Deployments of AMC on CloudHub 2.0. */
export const amcDeployments = defineKind({
  name: 'amcDeployments',
  noun: 'application',
  empty: () => new Map<string, AmcDeployment>(),
});
