import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/safety/policy/policy.ts';
import { requireKnownTools } from '../../../src/safety/policy/rule-tools.ts';
import { allTools } from '../../../src/services/tools.ts';

const check = (rule: object) => () =>
  requireKnownTools(
    { policy: policySchema.parse({ rules: [{ name: 'x', answer: 'deny', ...rule }] }), origin: 'p.yaml' },
    allTools,
  );

describe('a rule about tools', () => {
  it.each([
    [{ tools: ['anypoint_delete_gateway', 'anypoint_*_cluster'] }],
    [{ toolsets: ['runtime'], tools: ['anypoint_create_*'] }],
    [{ steps: ['remove'] }],
  ])('is taken where it can match: %j', (rule) => {
    expect(check(rule)).not.toThrow();
  });

  it.each([
    [{ tools: ['delete_gateway'] }, 'no tool that writes is called "delete_gateway"'],
    [{ tools: ['anypoint_delete_gatway'] }, '"anypoint_delete_gatway" (did you mean anypoint_delete_gateway?)'],
    [{ tools: ['delete_gateway'] }, '(did you mean anypoint_delete_gateway?)'],
    [{ tools: ['anypoint_list_gateways'] }, 'Rule "x": anypoint_list_gateways only reads, which no policy restricts.'],
    [{ tools: ['list_gateways'] }, 'Rule "x": anypoint_list_gateways only reads, which no policy restricts.'],
    [{ tools: ['anypoint_list_*'] }, '"anypoint_list_*" matches only tools that read, which no policy restricts.'],
    [{ toolsets: ['gateways'], tools: ['anypoint_create_cluster'] }, 'in its toolsets'],
  ])('is refused where it could never match: %j', (rule, why) => {
    expect(check(rule)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('could never match'),
        why: expect.stringContaining(why),
      }),
    );
  });

  it('is never led from a tool that reads to one that writes', () => {
    for (const { name } of allTools.filter(({ effect }) => effect === 'read')) {
      for (const meant of [name, `${name}s`, name.slice(0, -1)]) {
        if (allTools.some((tool) => tool.effect !== 'read' && tool.name === meant)) continue;
        expect(check({ tools: [meant] })).toThrow(
          expect.objectContaining({ why: expect.not.stringContaining('did you mean') }),
        );
      }
    }
  });
});
