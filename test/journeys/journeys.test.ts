import { describe, expect, it } from 'vitest';
import { finding } from './finding.ts';
import { travelAll } from './journey.ts';
import { provisioning } from './provisioning.ts';
import { security } from './security.ts';
import { trouble } from './trouble.ts';

const all = [...provisioning, ...finding, ...trouble, ...security];

describe('journeys', () => {
  it('are at least twenty, and need 2.5 calls or less on average', () => {
    expect(all.length).toBeGreaterThanOrEqual(20);
    expect(all.reduce((sum, { calls }) => sum + calls, 0) / all.length).toBeLessThanOrEqual(2.5);
  });

  describe('provisioning', () => travelAll(provisioning));
  describe('finding', () => travelAll(finding));
  describe('trouble', () => travelAll(trouble));
  describe('security', () => travelAll(security));
});
