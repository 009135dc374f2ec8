import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, type Form, requestedSchema } from '../../../src/mcp/elicitation/form.ts';
import { expectedOf, judge } from '../../../src/mcp/elicitation/reply.ts';
import { PublishedSchema } from '../../protocol/published.ts';

const options = [
  { id: '1', title: 'one' },
  { id: '2', title: 'two' },
  { id: '3', title: '2' },
];
const form: Form = {
  message: 'Delete "mule-1"?',
  fields: {
    server: { kind: 'choice', title: 'server', options },
    sure: { kind: 'yes-no', title: 'Delete it', description: 'It cannot be undone.', default: false },
    reason: { kind: 'text', title: 'Why', maxLength: 10, isOptional: true },
  },
};

describe('a form', () => {
  it.each(['2025-06-18', '2025-11-25', '2026-07-28'] as const)('is as revision %s has it', (revision) => {
    const schema = requestedSchema(form, revision);
    const request = { method: 'elicitation/create', params: { message: form.message, requestedSchema: schema } };
    const inRevision = revision === '2026-07-28' ? request : { jsonrpc: '2.0', id: 1, ...request };
    expect(PublishedSchema.of(revision).problem('ElicitRequest', inRevision)).toBeUndefined();
    expect(schema.required).toEqual(['server', 'sure']);
    expect(schema.properties['server']).toEqual(
      revision === '2025-06-18'
        ? { type: 'string', title: 'server', enum: ['1', '2', '3'], enumNames: ['one', 'two', '2'] }
        : { type: 'string', title: 'server', oneOf: options.map(({ id, title }) => ({ const: id, title })) },
    );
    expect(schema.properties['sure']).toEqual({
      type: 'boolean',
      title: 'Delete it',
      description: 'It cannot be undone.',
      default: false,
    });
    expect(schema.properties['reason']).toEqual({ type: 'string', title: 'Why', maxLength: 10 });
  });
});

describe('an answer to a form', () => {
  const answer = (content: Record<string, unknown>) => judge(expectedOf(form), { action: 'accept', content });

  it('is accepted with the values of its fields, and no others', () => {
    const values = { server: '1', sure: false, reason: 'old' };
    expect(answer({ ...values, more: true })).toEqual({ kind: 'accepted', values });
  });

  it.each([undefined, null, ''])('may leave an optional field empty: %j', (reason) => {
    expect(answer({ server: '1', sure: true, reason })).toEqual({
      kind: 'accepted',
      values: { server: '1', sure: true },
    });
  });

  it.each([
    ['1', '1'],
    ['one', '1'],
    ['2', '2'],
  ])('names an option by id, or else by title: %s', (server, id) => {
    expect(answer({ server, sure: true })).toEqual({ kind: 'accepted', values: { server: id, sure: true } });
  });

  it.each([
    { server: 'ONE', sure: true },
    { server: '', sure: true },
    { server: 'constructor', sure: true },
    { server: 1, sure: true },
    { server: null, sure: true },
    { sure: true },
    { server: '1' },
    { server: '1', sure: 'true' },
    { server: '1', sure: 1 },
    { server: '1', sure: null },
    { server: '1', sure: true, reason: 7 },
    { server: '1', sure: true, reason: 'longer than allowed' },
  ])('is invalid when it is not as the form has it: %j', (content) => {
    expect(answer(content)).toEqual({ kind: 'invalid' });
  });

  it('is invalid by a title that two options share', () => {
    const alike = options.map(({ id }) => ({ id, title: 'same' }));
    const field: Field = { kind: 'choice', title: 'x', options: alike };
    const content = { field: 'same' };
    expect(judge(expectedOf({ message: '', fields: { field } }), { action: 'accept', content })).toEqual({
      kind: 'invalid',
    });
  });

  it('is a no unless it is an accepted one, whatever stands in it', () => {
    const content = { server: '1', sure: true };
    const expected = expectedOf(form);
    expect(judge(expected, { action: 'decline', content })).toEqual({ kind: 'declined' });
    for (const action of ['cancel', 'accepted', 'ACCEPT', '']) {
      expect(judge(expected, { action, content })).toEqual({ kind: 'cancelled' });
    }
    expect(judge(expected, { action: 'accept' })).toEqual({ kind: 'invalid' });
  });

  it('never has a value that the form does not allow', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('server', 'sure', 'reason', '__proto__'), fc.jsonValue()),
        (content) => {
          const reply = answer(content);
          if (reply.kind !== 'accepted') return;
          expect(options.map(({ id }) => id)).toContain(reply.values['server']);
          expect(typeof reply.values['sure']).toBe('boolean');
          expect(String(reply.values['reason'] ?? '').length).toBeLessThanOrEqual(10);
        },
      ),
    );
  });
});
