import fc from 'fast-check';
import { expect, it } from 'vitest';
import { approvalMoves, type Move, replays } from './approval-moves.ts';
import { GuardedWorld } from './guarded-world.ts';

// Whatever is planned, answered, forged, repeated, renamed and broken, in whatever order: no write passes that the
// policy or a person did not let pass, none differs from its plan, and each is in the journal.

/** Set it to see one failure again; fast-check prints the seed with each. */
const seed = process.env['PROPERTY_SEED'];
const budgetMs = Number(process.env['PROPERTY_SECONDS'] ?? 8) * 1000;

/** What came of all walks together: a property that nothing ever reaches proves nothing. */
const seen = { allowed: 0, agreed: 0, refused: 0, asked: 0 };

async function walk(moves: readonly Move[]): Promise<GuardedWorld['seen']> {
  const world = await GuardedWorld.start();
  try {
    for (const move of moves) {
      await move.make(world);
      world.check();
    }
    for (const kind of ['allowed', 'agreed', 'refused', 'asked'] as const) seen[kind] += world.seen[kind];
    return world.seen;
  } finally {
    await world.close();
  }
}

it.each(replays)('lets a restart pass once: %#', async (replay) => {
  const { agreed } = await walk([replay]);
  expect(agreed).toBe(1);
});

it(
  'lets a write pass only as policy and people said',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(approvalMoves, { minLength: 1, maxLength: 14 }), (moves) =>
        walk(moves).then(() => undefined),
      ),
      {
        numRuns: 10_000,
        interruptAfterTimeLimit: budgetMs,
        markInterruptAsFailure: false,
        ...(seed === undefined ? {} : { seed: Number(seed) }),
      },
    );
    for (const [kind, count] of Object.entries(seen)) expect([kind, count > 0]).toEqual([kind, true]);
  },
  budgetMs + 60_000,
);
