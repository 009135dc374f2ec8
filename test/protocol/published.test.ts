import { describe, expect, it } from 'vitest';
import { WireCheck } from '../support/wire-check.ts';
import { PublishedSchema, revisions } from './published.ts';

const line = (message: object) => JSON.stringify({ jsonrpc: '2.0', ...message });
const modern = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };

/** What a check reports of an answer to a request. */
function violationsOf(request: object, ...answers: object[]): string[] {
  const violations: string[] = [];
  const check = new WireCheck((violation) => violations.push(violation));
  check.fromClient(line(request));
  for (const answer of answers) check.fromServer(line(answer));
  return violations;
}

describe('the check of all that the server sends', () => {
  it.each(revisions)('has the published schema of %s', (revision) => {
    const schema = PublishedSchema.of(revision);
    expect(schema.problem('Implementation', { name: 'a', version: '1' })).toBeUndefined();
    expect(schema.problem('Implementation', { name: 'a' })).toContain("required property 'version'");
    expect(schema.answerTo('tools/call')).toEqual(
      revision === '2026-07-28' ? { ofMessage: 'CallToolResultResponse' } : { ofResult: 'CallToolResult' },
    );
  });

  it('accepts what is right', () => {
    const result = { content: [{ type: 'text', text: 'a' }] };
    expect(violationsOf({ id: 1, method: 'tools/call' }, { id: 1, result })).toEqual([]);
    expect(violationsOf({ id: 'a', method: 'no/such' }, { id: 'a', error: { code: -32601, message: 'x' } })).toEqual(
      [],
    );
  });

  it.each([
    ['content of an unknown type', { id: 1, result: { content: [{ type: 'txt', text: 'a' }] } }],
    ['a result without content', { id: 1, result: {} }],
    ['an answer that nobody waits for', { id: 2, result: { content: [] } }],
    ['an error without a code', { id: 1, error: { message: 'x' } }],
    ['an error without an id', { error: { code: -32600, message: 'x' } }],
    ['a notification that does not exist', { method: 'notifications/other' }],
    ['progress without a token', { method: 'notifications/progress', params: { progress: 1 } }],
    ['a request that does not exist', { id: 1, method: 'elicitation/delete', params: {} }],
  ])('finds %s', (_what, answer) => {
    expect(violationsOf({ id: 1, method: 'tools/call' }, answer)).toHaveLength(1);
  });

  it('finds a second answer', () => {
    const answer = { id: 1, result: {} };
    expect(violationsOf({ id: 1, method: 'ping' }, answer, answer)).toHaveLength(1);
  });

  it('applies the rules of the revision that a request names', () => {
    const answer = { id: 1, result: { content: [] } };
    expect(violationsOf({ id: 1, method: 'tools/call' }, answer)).toEqual([]);
    expect(violationsOf({ id: 1, method: 'tools/call', params: modern }, answer)).toEqual([
      expect.stringContaining("required property 'resultType'"),
    ]);
  });

  it('finds a line that is no JSON', () => {
    const violations: string[] = [];
    new WireCheck((violation) => violations.push(violation)).fromServer('starting …');
    expect(violations).toEqual(['no JSON object in starting …']);
  });
});
