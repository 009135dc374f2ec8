import { describe, expect, it } from 'vitest';
import { bySeverity, type Finding } from '../../../src/core/diagnosis/finding.ts';

const finding = (severity: Finding['severity'], what: string): Finding => ({ severity, what, evidence: '', fix: '' });

describe('findings by severity', () => {
  it('have the most severe first and keep the order of equals', () => {
    const given = [finding('note', 'a'), finding('cause', 'b'), finding('likely', 'c'), finding('cause', 'd')];
    expect(bySeverity(given).map(({ what }) => what)).toEqual(['b', 'd', 'c', 'a']);
    expect(given[0]?.what).toBe('a');
  });
});
