import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { sampleOrganization } from '../services/sample.ts';
import { eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';

describe.each(eras)('listings for a client of %s', (era) => {
  let emulator: Emulator;
  let client: TestClient;

  beforeAll(async () => {
    emulator = await startEmulator({ scenario: sampleOrganization });
    client = await connect(era, {
      ...settingsFor(emulator.baseUrl, emulator.access),
      ANYPOINT_ENVIRONMENT: 'Sandbox',
    });
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });

  const gateways = async (args: Record<string, unknown>) => {
    const { structured, text, isError } = await client.callTool('anypoint_list_gateways', args);
    expect(isError, text).toBe(false);
    // As the tool's output schema says; SDK clients check it.
    return structured as { gateways: Record<string, unknown>[]; total: number; nextCursor?: string };
  };

  it('filter, sort, show the fields asked for, and go on page by page', async () => {
    const ask = { nameContains: 'gateway-1', sort: '-name', fields: ['targetName'], limit: 6 };
    const first = await gateways(ask);
    expect(first.total).toBe(11);
    expect(first.gateways.map(({ name }) => name)).toEqual([19, 18, 17, 16, 15, 14].map((n) => `freight-gateway-${n}`));
    expect(Object.keys(first.gateways[0] ?? {}).sort()).toEqual(['id', 'name', 'targetName']);
    const second = await gateways({ ...ask, cursor: first.nextCursor });
    expect(second.gateways.map(({ name }) => name)).toEqual([13, 12, 11, 10, 1].map((n) => `freight-gateway-${n}`));
    expect(second.nextCursor).toBeUndefined();
  });

  it('take what models write: one field as text, another case, numbers as text', async () => {
    const { gateways: rows } = await gateways({ sort: 'Name desc', fields: 'status', limit: '2' });
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['freight-gateway-25', 'RUNNING'],
      ['freight-gateway-24', 'RUNNING'],
    ]);
  });
});
