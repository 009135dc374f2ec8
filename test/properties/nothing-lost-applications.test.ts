import { describe, it } from 'vitest';
import { applicationSteps } from './steps-applications.ts';
import { nothingIsLost, walkTimeoutMs } from './walk.ts';

describe('whatever goes wrong on the way', () => {
  it(
    'nothing of applications is lost, doubled or kept quiet',
    async () => {
      await nothingIsLost(applicationSteps);
    },
    walkTimeoutMs,
  );
});
