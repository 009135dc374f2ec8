import type { RuntimeState } from '../../../core/data-plane/model.ts';
import { defineKind } from '../../../core/kinds.ts';
import { stageAt } from '../../../core/transitions.ts';
import type { CloudHubApplication } from '../model.ts';

/** Applications of CloudHub 1.0, by domain. */
export const cloudHubApplications = defineKind({
  name: 'cloudHubApplications',
  noun: 'application',
  empty: () => new Map<string, CloudHubApplication>(),
});

/** The state of a CloudHub 1.0 application at one moment. */
export function stateOf(app: CloudHubApplication, now: number): RuntimeState {
  return stageAt(app.runtime, now);
}
