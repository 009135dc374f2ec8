import fc from 'fast-check';
import { describe, it } from 'vitest';
import { gatewaySteps } from './steps-gateways.ts';
import { runtimeSteps } from './steps-runtime.ts';
import { nothingIsLost, walkTimeoutMs } from './walk.ts';

describe('whatever goes wrong on the way', () => {
  it(
    'nothing of clusters, servers and gateways is lost, doubled or kept quiet',
    async () => {
      await nothingIsLost(fc.oneof(runtimeSteps, gatewaySteps));
    },
    walkTimeoutMs,
  );
});
