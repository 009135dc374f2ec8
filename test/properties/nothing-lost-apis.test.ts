import fc from 'fast-check';
import { describe, it } from 'vitest';
import { apiSteps } from './steps-apis.ts';
import { policySteps } from './steps-policies.ts';
import { nothingIsLost, walkTimeoutMs } from './walk.ts';

describe('whatever goes wrong on the way', () => {
  it(
    'nothing of APIs and their policies is lost, doubled or kept quiet',
    async () => {
      await nothingIsLost(fc.oneof(apiSteps, policySteps));
    },
    walkTimeoutMs,
  );
});
