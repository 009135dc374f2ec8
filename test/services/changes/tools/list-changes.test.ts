import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_list_changes', () => {
  it('lists nothing before anything was changed', async () => {
    const { ok } = await startHarness();
    expect(await ok('anypoint_list_changes')).toMatchObject({ changes: [], total: 0 });
  });

  it('lists what was done, the newest first, with who agreed and whether it can be taken back', async () => {
    const { ok } = await startHarness();
    await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7' });
    await ok('anypoint_delete_server', { server: 'mule-legacy-7' });
    const { changes } = await ok('anypoint_list_changes', { fields: ['*'] });
    expect(changes).toMatchObject([
      {
        ...{
          tool: 'anypoint_delete_server',
          outcome: 'done',
          canUndo: false,
          approvedBy: 'a person in the client a person',
        },
        ...{ rule: 'what removes or stops something asks', environment: 'Sandbox', client: 'test 1' },
        lost: expect.stringContaining('registration'),
      },
      { tool: 'anypoint_rename_server', outcome: 'done', canUndo: true },
    ]);
  });

  it('narrows them by text and time', async () => {
    const { ok } = await startHarness();
    await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7' });
    await ok('anypoint_rename_cluster', { cluster: 'catalog-cluster', newName: 'catalog' });
    expect(await ok('anypoint_list_changes', { contains: 'RENAME cluster' })).toMatchObject({ total: 1 });
    expect(await ok('anypoint_list_changes', { since: '2999-01-01' })).toMatchObject({ total: 0 });
  });

  it('has what a plan and what the platform refuses only as what they are', async () => {
    const { ok, call } = await startHarness();
    await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7', dryRun: true });
    await call('anypoint_rename_server', { server: 'no-such-server', newName: 'x' });
    expect(await ok('anypoint_list_changes')).toMatchObject({ total: 0 });
  });

  it('holds no secret', async () => {
    const { ok } = await startHarness();
    await ok('anypoint_apply_basic_auth_policy', {
      api: 'inventory-api',
      username: 'partner',
      password: 'S3cret-of-Jane!',
    });
    expect(JSON.stringify(await ok('anypoint_list_changes', { fields: ['*'] }))).not.toContain('S3cret-of-Jane!');
  });
});
