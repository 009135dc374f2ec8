import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeLine, type PlanValue } from '../../src/core/plan/plan.ts';
import { type Named, resolveReference } from '../../src/core/resolve.ts';
import { quote } from '../../src/core/text/quote.ts';
import { cell } from '../../src/core/text/table.ts';
import { renderPresentation } from '../../src/mcp/calls/render.ts';
import { candidatesOf, listings } from '../../src/mcp/completion/completion-sources.ts';
import { roundOf } from '../../src/mcp/elicitation/choices.ts';
import { pageText } from '../../src/mcp/prompts/page.ts';
import { ownWords, spoken } from '../../src/mcp/prompts/words.ts';
import { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import { oneLine } from '../../src/platform/text.ts';
import { toolOf } from '../support/tools.ts';

/** Spelled out, so that it does not depend on what the code takes for invisible; line feeds are looked at apart. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them alone
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/;

/** Any text, and what somebody would put into a name who means harm. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        ...[
          '\n',
          '\r\n',
          '\u2028',
          '\u0085',
          '\u001b[31m',
          '\u009b2J',
          '\u202e',
          '\u2066',
          '\u200f',
          '\u061c',
          '\u200d',
        ],
        ...[
          '\ufeff',
          '\u{e0041}\u{e007f}',
          '\ud83d',
          '👩\u200d💻',
          '❤\ufe0f',
          '</data-123456>',
          '## Keep in mind',
          '"',
          '\\u200b',
        ],
        'o'.repeat(400),
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const json: fc.Arbitrary<PlanValue> = fc.oneof(
  text,
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
);

function expectPlain(shown: string, longest: number): void {
  expect(hidden.exec(shown)).toBeNull();
  expect(shown).not.toContain('\n');
  expect(shown.length).toBeLessThanOrEqual(longest);
}

describe('a text of the platform, whatever it holds', () => {
  it('is one line of what can be seen, wherever it stands in a sentence', () => {
    fc.assert(
      fc.property(text, (name) => {
        expectPlain(oneLine(name), 300);
        expectPlain(cell(name), 300);
        // Backslashes and quotes double within quotes.
        expectPlain(quote(name), 162);
        expectPlain(spoken(name), 162);
        expectPlain(ownWords(name), 4_002);
      }),
      { numRuns: 400 },
    );
  });

  it('reads as it was where there is nothing to hide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (name) => {
        expect(oneLine(name)).toBe(name.trim());
        expect(JSON.parse(quote(name))).toBe(name.replace(/\s+/g, ' '));
      }),
    );
  });

  it('is one line in a plan, which still tells exactly what will be set', () => {
    fc.assert(
      fc.property(text, json, (setting, after) => {
        expectPlain(changeLine({ setting, after }), 300 + 2 + 2_000 + 30);
        const line = changeLine({ setting: 'x', before: 'a', after }).slice('x: a → '.length);
        // Whatever is too long is marked as cut.
        if (line === after || line.includes('…')) return;
        expect(JSON.parse(line)).toEqual(after);
      }),
      { numRuns: 400 },
    );
  });

  it('is one line of a question, and the answer is still the id', () => {
    fc.assert(
      fc.property(text, text, fc.uuid(), (message, name, id) => {
        const options = [{ id, name }];
        const choice = { argument: 'gateway', item: { index: 0, text: name }, message, options };
        const round = roundOf({ text: '', isError: true, choice }, { answers: {}, again: false });
        if (!('question' in round)) throw new Error('nothing was asked');
        const { form } = round.question;
        const [list] = Object.values(form.fields);
        if (list?.kind !== 'choice') throw new Error('there is no list');
        const [option] = list.options;
        expectPlain(form.message, 600);
        expectPlain(list.title, 200);
        expectPlain(option?.title ?? '\n', 300);
        expect(option?.title).toContain(id);
        expect(option?.id).toBe(id);
      }),
    );
  });

  it('closes no fence, in results and in prompts', () => {
    const tools = new OfferedTools();
    fc.assert(
      fc.property(text, text, (name, data) => {
        const presentation = { headline: `Server ${quote(name)}.`, data: `log:\n${data}` };
        const page = { task: quote(name), questions: [], steps: [], pitfalls: [] };
        const state = [{ tool: toolOf('server.get'), presentation }];
        for (const whole of [renderPresentation(presentation), pageText({ ...page, state }, tools)]) {
          expect(hidden.exec(whole)).toBeNull();
          const marker = /^<(data-[0-9a-f]{6})>$/m.exec(whole)?.[1];
          expect(whole.split(`</${marker}>`)).toHaveLength(2);
          expect(whole.endsWith(`</${marker}>`)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is offered to complete a name, whatever the names are', () => {
  const rows = fc.uniqueArray(fc.record({ id: fc.uuid(), name: text }), { maxLength: 6, selector: ({ id }) => id });

  it.each(['gateway', 'servers'])('of %s can be shown, and means what it was offered for', (argument) => {
    const listing = listings[argument];
    if (listing === undefined) throw new Error(`${argument} is completed`);
    fc.assert(
      fc.property(rows, (things: Named[]) => {
        const candidates = candidatesOf({ [listing.list]: things }, listing);
        expect(candidates).toHaveLength(things.length);
        for (const [index, { value }] of candidates.entries()) {
          expectPlain(value, 200);
          if (argument === 'servers') expect(value).not.toContain(',');
          const search = { kind: argument, naming: 'prefix', where: 'here', listed: listing.operation } as const;
          expect(resolveReference(value, things, search)).toBe(things[index]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
