import { describe, expect, it } from 'vitest';
import { acceptArguments } from '../../../src/mcp/calls/arguments.ts';
import { renderFailure } from '../../../src/mcp/calls/render.ts';
import { inputSchema, type JsonSchema } from '../../../src/mcp/tools/tool-schema.ts';
import { Failure, inputFailure } from '../../../src/platform/errors.ts';
import { allTools } from '../../../src/services/tools.ts';
import { inWords } from '../../support/tools.ts';

/** Where texts of any content can be given, with arguments that give one there. */
function* textsIn(
  schema: JsonSchema,
  path: readonly string[] = [],
): Generator<{ path: string; given: (text: string) => unknown }> {
  if (schema.type === 'string' && schema.enum === undefined) yield { path: path.join('.'), given: (text) => text };
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    for (const inside of textsIn(member, [...path, name])) {
      yield { path: inside.path, given: (text) => ({ [name]: inside.given(text) }) };
    }
  }
  if (schema.items) {
    for (const inside of textsIn(schema.items, [...path, '0'])) {
      yield { path: inside.path, given: (text) => [inside.given(text)] };
    }
  }
}

const texts = allTools.flatMap((tool) =>
  [...textsIn(inputSchema(tool))].map((text) => ({ tool, name: tool.name, ...text })),
);

/** The value of a property, or of a parameter of a log output. */
const mayBeBlank = /^(properties|secureProperties|logOutputs\.0\.parameters)\.0\.value$/;

describe('a text in an argument', () => {
  const refusal = ({ tool, given }: (typeof texts)[number], text: string): string => {
    try {
      acceptArguments(tool, given(text));
    } catch (error) {
      if (error instanceof Failure) return inWords(error).message;
      throw error;
    }
    throw new Error('expected the text to be refused');
  };

  it('is found in many tools', () => expect(texts.length).toBeGreaterThan(100));

  it.each(texts.filter(({ path }) => !mayBeBlank.test(path)))(
    'is refused in $name as $path when it is blank',
    (one) => {
      for (const blank of ['', '   ']) expect(refusal(one, blank)).toContain(`The argument ${one.path} is empty.`);
    },
  );

  it.each(texts)('is refused in $name as $path when it is too long, and not repeated', (one) => {
    const said = refusal(one, 'x'.repeat(1_000_001));
    expect(said).toMatch(new RegExp(`The argument ${one.path} is wrong: expected at most 10+ characters`));
    expect(said).not.toContain('xxxx');
  });
});

describe('the text of a failure', () => {
  it('shortens its parts, so that the next step is there however long they are', () => {
    const long = 'y'.repeat(100_000);
    const said = renderFailure(inputFailure({ what: `What ${long}`, why: `Because ${long}`, next: 'Do it.' }), String);
    expect(said).toMatch(/^What y+…\nWhy: Because y+…\nNext: Do it\.\n\(invalid input\)$/);
    expect(said.length).toBeLessThan(20_000);
  });
});
