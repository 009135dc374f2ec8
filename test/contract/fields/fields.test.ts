import { beforeAll, describe, expect, it } from 'vitest';
import { additional } from './additional.ts';
import type { Compared } from './compared.ts';
import { parentOf } from './fields.ts';
import { leftOut } from './left-out.ts';
import { elsewhere, type Listed, notRead, otherTypes } from './lists.ts';
import { emulatedReads, readEverything } from './reads.ts';
import { emulatedWrites, unsent, writeEverything } from './writes.ts';

/** A difference between a document and an answer: `cloudhub GET /regions: *.name`. */
interface Difference {
  id: string;
  at: string;
}

const textOf = ({ id, at }: Difference): string => `${id}: ${at}`;

/** Whether an entry is about a difference: for this operation, or all of its service; for a field, or all so named. */
function isAbout({ operations }: Listed, field: string, { id, at }: Difference): boolean {
  const isOperation = operations.some((one) => one === id || (one.endsWith(' *') && id.startsWith(one.slice(0, -1))));
  return isOperation && (at === field || at.endsWith(`.${field}`));
}

function unlisted(differences: readonly Difference[], lists: readonly Listed[]): string[] {
  return differences
    .filter((one) => !lists.some((entry) => entry.fields.some((field) => isAbout(entry, field, one))))
    .map(textOf);
}

function stale(differences: readonly Difference[], lists: readonly Listed[]): string[] {
  return lists.flatMap((entry) =>
    entry.fields
      .filter((field) => !differences.some((one) => isAbout(entry, field, one)))
      .map((field) => `${entry.operations.join(', ')}: ${field}`),
  );
}

/** Members of an object that only one side has; below it both would differ, so that it is said once. */
function missingIn(of: 'answered' | 'documented', { id, answered, documented }: Compared): Difference[] {
  const [has, lacks] = of === 'answered' ? [documented, answered] : [answered, documented];
  return [...has.keys()].filter((at) => !lacks.has(at) && lacks.has(parentOf(at))).map((at) => ({ id, at }));
}

describe('the answers of the embedded platform', () => {
  let answers: Compared[];
  beforeAll(async () => {
    answers = await readEverything();
  }, 60_000);

  it('are compared for every emulated read', () => {
    const known = new Set([...emulatedReads().map(({ id }) => id), ...Object.keys(notRead)]);
    expect(answers.length).toBeGreaterThan(100);
    expect(Object.keys(elsewhere).filter((id) => !known.has(id))).toEqual([]);
  });

  it('have every field that the document has, or say why not', () => {
    const missing = answers.flatMap((one) => missingIn('answered', one));
    expect(unlisted(missing, leftOut)).toEqual([]);
    expect(stale(missing, leftOut)).toEqual([]);
  });

  it('have no other field without a source', () => {
    const others = answers.flatMap((one) => missingIn('documented', one));
    expect(unlisted(others, additional)).toEqual([]);
    expect(stale(others, additional)).toEqual([]);
  });

  it('have fields of the types of the document', () => {
    const wrong = answers.flatMap(({ id, answered, documented }) =>
      [...answered]
        .filter(([at, types]) => {
          const allowed = documented.get(at);
          const others = [...types].filter((type) => type !== 'null' && allowed?.has(type) !== true);
          return allowed !== undefined && allowed.size > 0 && others.length > 0;
        })
        .map(([at]) => ({ id, at })),
    );
    expect(unlisted(wrong, otherTypes)).toEqual([]);
    expect(stale(wrong, otherTypes)).toEqual([]);
  });

  it('are listed with sources', () => {
    for (const { reason, source } of [...leftOut, ...additional, ...otherTypes]) {
      expect(reason).not.toBe('');
      expect(source).toMatch(/^(docs\/platform\/|https:\/\/|published\/README\.md)/);
    }
  });
});

describe('the published writes whose answers are described', () => {
  it('all have a request here, which the embedded platform takes', async () => {
    expect(unsent()).toEqual([]);
    const sent = (await writeEverything()).map(({ id }) => id);
    expect(sent).toEqual(emulatedWrites().map(({ id }) => id));
    expect(sent.length).toBeGreaterThan(50);
  }, 60_000);
});
