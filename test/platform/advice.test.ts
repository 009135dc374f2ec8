import { describe, expect, it } from 'vitest';
import { advice, advise, type Call, callsIn, partsOf } from '../../src/platform/advice.ts';

const remove: Call = { operation: 'cluster.delete', arguments: { cluster: '4' } };
const create: Call = { operation: 'cluster.create', arguments: { name: 'a' }, after: true };
const mention: Call = { operation: 'cluster.list' };

describe('advice that is put together', () => {
  it('has blanks between its parts, but not before punctuation', () => {
    expect(partsOf(advise('First', remove, ', then', create, '.'))).toEqual([
      'First',
      ' ',
      remove,
      ', then',
      ' ',
      create,
      '.',
    ]);
    expect(advise('One.', 'Two', '; three', ': four', ') five')).toBe('One. Two; three: four) five');
  });

  it('leaves out what is empty, at its beginning, too', () => {
    expect(partsOf(advise('', remove, '', '.'))).toEqual([remove, '.']);
    expect(advise('', '')).toBe('');
    expect(advise()).toBe('');
  });

  it('takes other advice part by part', () => {
    const inner = advise('see', mention);
    expect(partsOf(advise('Wait, or', inner, '.'))).toEqual(['Wait, or', ' see', ' ', mention, '.']);
    expect(partsOf(advise(remove, inner))).toEqual([remove, ' see', ' ', mention]);
  });
});

describe('advice as a template', () => {
  it('has its texts, numbers, calls and other advice in their order', () => {
    const inner = advice`after ${remove}`;
    expect(partsOf(advice`${3} are left ${inner}: ${create}.`)).toEqual([
      '3',
      ' are left ',
      'after ',
      remove,
      ': ',
      create,
      '.',
    ]);
  });

  it('is a text where it has no call', () => {
    expect(advice`${2} of ${'three'}`).toBe('2 of three');
    expect(advice`${advise('a', 'b')}.`).toBe('a b.');
  });
});

describe('the calls of advice', () => {
  it('are those that can be made, in their order; a tool that is only mentioned is none', () => {
    expect(callsIn(advice`${mention}: first ${remove}, then ${create}.`)).toEqual([remove, create]);
    expect(callsIn('nothing to call')).toEqual([]);
  });
});
