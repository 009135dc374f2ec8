import { afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { eras, settingsFor } from '../support/mcp-client.ts';
import { answersWith, declines, type Person, picks } from '../support/person.ts';
import { connect } from '../support/served.ts';

describe.each(eras)('the log of a server for a client of %s', async (era) => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());
  const { ANYPOINT_ENVIRONMENT: _unset, ...env } = settingsFor(emulator.baseUrl, emulator.access);

  /** What is written of one call, whose user answers like this. */
  async function linesOf(person: Person): Promise<unknown[]> {
    const lines: unknown[] = [];
    const log = (level: string, message: string, facts = {}) => lines.push({ level, message, ...facts });
    const client = await connect(era, env, { person, log });
    await client.callTool('anypoint_get_gateway', { gateway: 'ordrs-gatway' });
    await client.close();
    return lines;
  }

  // Since 2026-07-28 each question ends a request, and the client makes another one.
  const question = { message: 'question', tool: 'anypoint_get_gateway', ok: false };
  const questions = (count: number) =>
    era === '2026-07-28' ? Array.from({ length: count }, () => expect.objectContaining(question)) : [];

  it('has one line of a call whose user was asked twice', async () => {
    const person = answersWith(picks(/^Sandbox /), picks(/^orders-gateway /));
    expect(await linesOf(person)).toEqual([
      ...questions(2),
      expect.objectContaining({ level: 'info', message: 'call', tool: 'anypoint_get_gateway', ok: true }),
    ]);
  });

  it('has one line of a call whose user has not chosen', async () => {
    expect(await linesOf(declines)).toEqual([
      ...questions(1),
      expect.objectContaining({ level: 'info', message: 'call', ok: false, kind: 'input' }),
    ]);
  });
});
