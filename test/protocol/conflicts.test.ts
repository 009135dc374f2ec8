import { describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { eras, settingsFor } from '../support/mcp-client.ts';
import { agreesToPlans } from '../support/person.ts';
import { connect } from '../support/served.ts';

// Another process or person was first, between the plan and its request.

interface Race {
  era?: (typeof eras)[number];
  /** What they do as soon as the request arrives. */
  meanwhile?: (emulator: Emulator) => void;
  /** What the platform answers instead of its own refusal. */
  answer?: () => Response | undefined;
}

async function lost(
  [tool, args]: readonly [string, Record<string, unknown>],
  isRaced: (request: Request) => boolean,
  { era = '2026-07-28', meanwhile = () => undefined, answer = () => undefined }: Race,
): Promise<string> {
  let isOver = false;
  const emulator = await startEmulator({
    clock: 'instant',
    intercept: (request) => {
      if (isOver || !isRaced(request)) return undefined;
      isOver = true;
      meanwhile(emulator);
      return answer();
    },
  });
  const client = await connect(era, settingsFor(emulator.baseUrl, emulator.access), { person: agreesToPlans });
  try {
    const { isError, text } = await client.callTool(tool, args);
    expect({ isError, isOver }).toEqual({ isError: true, isOver: true });
    return text;
  } finally {
    await client.close();
    await emulator.close();
  }
}

const refused = (status: number) => () => Response.json({ message: 'It is another one' }, { status });
const legacy = (emulator: Emulator) => {
  const found = [...emulator.store.servers.values()].find(({ name }) => name === 'mule-legacy-1');
  if (found === undefined) throw new Error('The sample organization has no mule-legacy-1.');
  return found;
};
const id = '2194004';
const renaming = ['anypoint_rename_server', { server: id, newName: 'mine' }] as const;
const isPatch = ({ method }: Request): boolean => method === 'PATCH';

describe.each(eras)('a write that somebody else came before (%s)', (era) => {
  it.each([409, 412])('says what has changed since its plan, and to plan again: %s', async (status) => {
    const text = await lost(renaming, isPatch, {
      ...{ era, answer: refused(status) },
      meanwhile: (emulator) => {
        legacy(emulator).name = 'theirs';
      },
    });
    expect(text).toContain(`answered ${status}.\nThe platform said: "It is another one". Changed since the plan: `);
    expect(text).toContain('planned: name: mule-legacy-1 → mine; now: name: theirs → mine.');
    expect(text).toContain('Next: Nothing was changed. Read it again; the same call plans from the new state');
  });
});

describe('a write that somebody else came before', () => {
  it('says that they did the same', async () => {
    const text = await lost(renaming, isPatch, {
      answer: refused(409),
      meanwhile: (emulator) => {
        legacy(emulator).name = 'mine';
      },
    });
    expect(text).toContain('Somebody else did the same meanwhile.');
    expect(text).toContain('Next: Nothing is left to do: ');
  });

  it('says why the plan is none any more', async () => {
    const name = 'contested';
    const create = ['anypoint_create_gateway', { name }] as const;
    const text = await lost(create, ({ method, url }) => method === 'POST' && url.includes('/gateways'), {
      meanwhile: ({ store }) => {
        const [one] = store.managedGateways.values();
        if (one !== undefined) one.name = name;
      },
    });
    expect(text).toContain('answered 409.');
    expect(text).toContain('already exists');
    expect(text).toContain('The plan does not hold any more: ');
    expect(text).toContain('Next: Nothing was changed. ');
  });

  it('says that nothing has changed where something else is in the way', async () => {
    const text = await lost(renaming, isPatch, { answer: refused(409) });
    expect(text).toContain('What the plan saw is still the same.');
    expect(text).toContain('Next: Nothing was changed. Read what the reason names');
  });

  it('says what the refusal alone says where the platform cannot be read again', async () => {
    for (const [status, next] of [
      [409, 'it conflicts with what exists now'],
      [412, 'the thing is another one than was read'],
    ] as const) {
      let isDown = false;
      const emulator = await startEmulator({
        clock: 'instant',
        intercept: (request) => {
          if (isPatch(request)) isDown = true;
          return isDown ? refused(isPatch(request) ? status : 403)() : undefined;
        },
      });
      const client = await connect('2026-07-28', settingsFor(emulator.baseUrl, emulator.access), {
        person: agreesToPlans,
      });
      const { text } = await client.callTool(...renaming);
      expect(text).toContain(`Next: Nothing was changed: ${next}.`);
      expect(text).toMatch(/then call again to plan from it\.\n/);
      await client.close();
      await emulator.close();
    }
  });
});
