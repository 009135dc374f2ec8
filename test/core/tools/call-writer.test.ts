import { describe, expect, it } from 'vitest';
import { call, thenCall, tool } from '../../../src/core/operations.ts';
import { AnswerCallWriter } from '../../../src/core/tools/call-writer.ts';
import { advice, advise } from '../../../src/platform/advice.ts';
import { toolOf, toolsWithout } from '../../support/tools.ts';

const here = { organization: 'Acme', environment: 'Sandbox' };
const writer = (disabled: readonly string[] = []) =>
  new AnswerCallWriter(toolsWithout(({ operation }) => disabled.includes(operation)));

describe('advice in words', () => {
  it('reads as sentences, with calls that can be copied', () => {
    const said = advise(
      'First',
      call('cluster.delete', { cluster: '4' }),
      ', then',
      thenCall('cluster.create', { name: 'a , b', servers: ['1'] }),
      '.',
    );
    expect(writer().text(said, here)).toBe(
      'First anypoint_delete_cluster {"cluster":"4","organization":"Acme","environment":"Sandbox"}, then anypoint_create_cluster {"name":"a , b","servers":["1"],"organization":"Acme","environment":"Sandbox"}.',
    );
  });

  it('names the tool alone where it is only mentioned, or where there is nothing to give it', () => {
    expect(writer().text(advice`See ${tool('cluster.list')}.`, here)).toBe('See anypoint_list_clusters.');
    expect(writer().text(advice`Call ${call('cluster.list', {})}.`, {})).toBe('Call anypoint_list_clusters.');
  });

  it('is the text where it is one', () => {
    expect(writer().text('Wait.', here)).toBe('Wait.');
  });
});

describe('a call in a place', () => {
  it('names as much of the place as its tool takes', () => {
    expect(writer().toolCall(call('server.list', { status: 'RUNNING' }), here)).toEqual({
      tool: 'anypoint_list_servers',
      arguments: { status: 'RUNNING', ...here },
    });
    expect(writer().toolCall(call('gateway.getUsage', {}), here).arguments).toEqual({ organization: 'Acme' });
    expect(writer().toolCall(call('organization.list', {}), here).arguments).toEqual({});
  });

  it('leaves to the settings what is not said', () => {
    const said = writer().text(advise(call('server.list', {})), { organization: undefined, environment: 'Production' });
    expect(said).toBe('anypoint_list_servers {"environment":"Production"}');
  });
});

describe('a call of a disabled tool', () => {
  it('is marked, and no other', () => {
    const some = writer(['cluster.delete']);
    expect(some.toolCall(call('cluster.delete', { cluster: '4' }), {})).toEqual({
      tool: 'anypoint_delete_cluster',
      arguments: { cluster: '4' },
      disabled: true,
    });
    expect(some.toolCall(call('cluster.get', { cluster: '4' }), {})).not.toHaveProperty('disabled');
  });

  it('is remembered once, as a mention is, in the order in which they came', () => {
    const some = writer(['cluster.delete', 'cluster.list', 'cluster.create']);
    expect([...some.disabled]).toEqual([]);
    some.text(
      advice`${tool('cluster.list')} or ${call('cluster.delete', { cluster: '4' })} or ${tool('server.list')}`,
      {},
    );
    some.toolCall(call('cluster.delete', { cluster: '5' }), {});
    expect([...some.disabled]).toEqual([toolOf('cluster.list'), toolOf('cluster.delete')]);
  });
});

describe('a call of what no tool carries out', () => {
  it('is a mistake of ours', () => {
    expect(() => writer().text({ parts: [{ operation: 'cluster.fixEverything' }] }, here)).toThrow(
      'cluster.fixEverything',
    );
  });
});
