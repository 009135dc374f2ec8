import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openState, sealState } from '../../../src/mcp/elicitation/sealed-state.ts';

const key = Buffer.alloc(32, 1);
const subject = ['anypoint_delete_server', { server: 'mule-1' }];

describe('a state that the client keeps', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (state, about) => {
        const sealed = sealState(state, about, key);
        expect(JSON.stringify(openState(sealed, about, key))).toBe(JSON.stringify(state));
      }),
    );
  });

  it('is none for another request, or another process', () => {
    const sealed = sealState({ answers: {} }, subject, key);
    expect(openState(sealed, ['anypoint_delete_server', { server: 'mule-2' }], key)).toBeUndefined();
    expect(openState(sealed, undefined, key)).toBeUndefined();
    expect(openState(sealed, subject, Buffer.alloc(32, 2))).toBeUndefined();
  });

  it('is none when anything of it was changed', () => {
    const sealed = sealState({ rounds: 7 }, subject, key);
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(openState(changed, subject, key)).toBeUndefined();
    }
  });

  it('is none with anything before, behind or within it that decoders overlook', () => {
    const sealed = sealState({ rounds: 7 }, subject, key);
    const [body, seal] = sealed.split('.');
    for (const more of ['=', '!', ' ', '\n', '.', 'A', '\ud800']) {
      for (const changed of [
        `${more}${sealed}`,
        `${sealed}${more}`,
        `${body}${more}.${seal}`,
        `${body}.${more}${seal}`,
      ])
        expect(openState(changed, subject, key)).toBeUndefined();
    }
  });

  it.each([undefined, null, 7, true, ['a.b'], '', '.', 'a.', '.a', 'a.b', '{"answers":{}}', {}])(
    'is none when it is %j',
    (text) => {
      expect(openState(text, subject, key)).toBeUndefined();
    },
  );
});
