import { describe, expect, it } from 'vitest';
import { back, backFromFirst, backFromResult } from '../../../src/core/plan/undo.ts';
import { names, secretPlaces, secretsToGive, undoBy, withSecrets } from '../../../src/core/plan/undo-parts.ts';

const call = back('server.rename', { server: '7', newName: 'old' });

describe('a way back', () => {
  it('is its calls, with what differs as one text', () => {
    expect(undoBy([call], [])).toEqual({ calls: [call] });
    expect(undoBy([call], [undefined, 'One.', undefined, 'Two.'])).toEqual({ calls: [call], differs: 'One. Two.' });
  });

  it('is what is lost where there are no calls', () => {
    expect(undoBy([], ['One.', undefined])).toEqual({ lost: 'One.' });
  });
});

describe('a call of a way back', () => {
  it('is an operation with its arguments, and where the others come from', () => {
    expect(back('server.rename', { server: '7', newName: 'old' })).toEqual({
      ...{ operation: 'server.rename', arguments: { server: '7', newName: 'old' } },
    });
    expect(backFromResult('server.rename', { newName: 'old' }, { server: 'server.id' })).toEqual({
      ...{ operation: 'server.rename', arguments: { newName: 'old' }, fromResult: { server: 'server.id' } },
    });
    expect(backFromFirst('server.rename', { newName: 'old' }, { server: 'server.id' })).toEqual({
      ...{ operation: 'server.rename', arguments: { newName: 'old' }, fromFirst: { server: 'server.id' } },
    });
  });
});

describe('secrets that a way back waits for', () => {
  it('are found wherever they stand, whatever the keys are', () => {
    const args = { a: '[secret]', b: { 'c.d': [{ e: '[secret]' }, 'x'] }, f: 'no secret', g: null };
    expect(secretPlaces(args)).toEqual([['a'], ['b', 'c.d', '0', 'e']]);
    expect(secretPlaces('[secret]')).toEqual([[]]);
  });

  it('are found in JSON text, an object or a list', () => {
    const config = JSON.stringify({ tls: { keys: ['[secret]'] }, none: null });
    expect(secretPlaces({ config })).toEqual([['config', 'tls', 'keys', '0']]);
    expect(secretPlaces({ list: '["a", "[secret]"]' })).toEqual([['list', '1']]);
    expect(secretPlaces({ c: '', d: '7', e: 'null' })).toEqual([]);
  });

  it('are a whole text that is masked in part', () => {
    const text = { a: 'https://user:[secret]@host', b: '{"c":"[secret]"', d: '"[secret]"' };
    expect(secretPlaces(text)).toEqual([['a'], ['b'], ['d']]);
  });

  it('are named, all of them', () => {
    const many = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const text = secretsToGive(many, 'application "a"') ?? '';
    for (const name of many) expect(text).toContain(name);
    expect(secretsToGive([], 'application "a"')).toBeUndefined();
  });

  it('are quoted where they are more than a word', () => {
    expect(names(['a', 'b c\n', 'd'])).toBe('a, "b c " and d');
    expect(names([])).toBeUndefined();
  });
});

describe('secrets of a way back', () => {
  const inPlace = (args: unknown) => withSecrets(args, (place) => `<${place.join('.')}>`);

  it('take exactly the places that wait for them', () => {
    const args = { a: '[secret]', b: [{ c: 'x [secret] y' }, 'x', 7], d: null, e: { f: true } };
    expect(inPlace(args)).toEqual({ a: '<a>', b: [{ c: '<b.0.c>' }, 'x', 7], d: null, e: { f: true } });
    expect(secretPlaces(inPlace(args))).toEqual([]);
    expect(inPlace('[secret]')).toBe('<>');
  });

  it('take their places in JSON text, and leave every other text as it is written', () => {
    expect(inPlace({ a: '{"b": ["Bearer [secret]"], "d": null}', c: '["[secret]", 1]' })).toEqual({
      ...{ a: '{"b":["<a.b.0>"],"d":null}', c: '["<c.0>",1]' },
    });
    const others = { a: '{ "b": 12345678901234567890 }', c: '{"d"', e: 'null' };
    expect(inPlace(others)).toEqual(others);
    expect(inPlace({ a: '{"b":"[secret]"', c: '"[secret]"' })).toEqual({ a: '<a>', c: '<c>' });
  });
});
