import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startHarness } from '../../support/harness.ts';
import { takeBack, wayBack } from '../taken-back.ts';
import { ApplicationFixtures, ordersAppId } from './fixtures.ts';

// The example of each tool is taken back in test/services/undo.test.ts. Here is what the examples do not have.

const tool = 'anypoint_update_application';

describe('taking back properties', () => {
  it.each(['data-cloud-integration', 'orders-app', 'catalog-batch'])(
    'of %s: changed, added and removed ones',
    async (application) => {
      const harness = await startHarness();
      // On CloudHub 1.0 protected values cannot be kept, so only the others are changed.
      const properties = { 'log.level': 'INFO', 'page.size': '50' };
      await harness.ok(tool, { application, properties });
      const { calls, lost, left } = await takeBack(harness, tool, {
        application,
        properties: { 'log.level': 'DEBUG', 'added.one': 'x' },
        removeProperties: ['page.size'],
      });
      expect(calls.map(({ arguments: args }) => args)).toMatchObject([{ properties, removeProperties: ['added.one'] }]);
      expect(lost).toBeUndefined();
      expect(left).toEqual([]);
    },
  );

  it('names those whose values are secrets, and keeps none of them', async () => {
    const harness = await startHarness();
    const id = new ApplicationFixtures(harness).addDeployment(
      'billing-app',
      { 'db.password': 'open-secret-1', 'sink.key': 'protected-secret-2', 'log.level': 'INFO' },
      ['sink.key'],
    );
    const args = {
      application: id,
      properties: { 'db.password': 'open-secret-3' },
      removeProperties: ['sink.key', 'log.level'],
    };
    const { calls, lost, left } = await takeBack(harness, tool, args, (known) => ({
      ...known,
      properties: { 'db.password': 'open-secret-1', 'log.level': 'INFO' },
      secureProperties: { 'sink.key': 'protected-secret-2' },
    }));
    expect(calls[0]?.arguments).toMatchObject({
      properties: { 'db.password': '[secret]', 'log.level': 'INFO' },
      secureProperties: { 'sink.key': '[secret]' },
    });
    expect(JSON.stringify(calls)).not.toMatch(/(open|protected)-secret/);
    expect(lost).toMatch(/are secret and kept nowhere: db\.password and sink\.key\./);
    expect(left).toEqual([]);
  });

  it('says which are protected then', async () => {
    const harness = await startHarness();
    await harness.ok(tool, { application: 'orders-app', properties: { region: 'us-east' } });
    const args = { application: 'orders-app', secureProperties: { region: 'eu-central-token' } };
    const { lost, left } = await takeBack(harness, tool, args);
    expect(lost).toBe('Protected then, which it was not before: region.');
    expect(left).toEqual([expect.stringMatching(/\.secureKeys\.\d+: gone → "region"$/)]);
  });

  it('protects the secret of autodiscovery, and says so', async () => {
    const harness = await startHarness();
    const name = 'anypoint.platform.client_secret';
    const id = new ApplicationFixtures(harness).addDeployment('billing-app', { [name]: 'open-secret-1' });
    const { calls, lost } = await wayBack(harness, tool, { application: id, removeProperties: [name] });
    expect(calls[0]?.arguments).toMatchObject({ properties: { [name]: '[secret]' } });
    expect(lost).toContain(`Protected then, which it was not before: ${name}.`);
  });

  it('keeps no values where the operator shows none', async () => {
    const harness = await startHarness({ env: { ANYPOINT_SHOW_PROPERTIES: 'names' } });
    await harness.ok(tool, { application: 'orders-app', properties: { region: 'us-east' } });
    const args = { application: 'orders-app', properties: { region: 'eu-central' } };
    const { calls, lost } = await wayBack(harness, tool, args);
    expect(calls[0]?.arguments).toMatchObject({ properties: { region: '[secret]' } });
    expect(lost).toMatch(/are secret and kept nowhere: region\./);
  });
});

describe('taking back a deployment', () => {
  it('sets artifact, replicas and runtime as they were', async () => {
    const harness = await startHarness();
    const { calls, lost, left } = await takeBack(harness, tool, {
      application: 'orders-app',
      exchangeAsset: 'orders-app:1.1.0',
      replicas: 2,
    });
    expect(calls[0]?.arguments).toMatchObject({
      application: `cloudhub2:${ordersAppId}`,
      exchangeAsset: expect.stringMatching(/^[\da-f-]{36}:orders-app:1\.0\.0$/),
      replicas: 1,
    });
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('sets the workers of CloudHub 1.0 as they were', async () => {
    const harness = await startHarness();
    const args = { application: 'data-cloud-integration', replicas: 2 };
    const { calls, lost, left } = await takeBack(harness, tool, args);
    expect(calls[0]?.arguments).toMatchObject({ replicas: 1 });
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('says that the JAR of before cannot be had', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'undo-'));
    afterAll(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, 'new.jar'), 'PK\u0003\u0004 a JAR');
    const harness = await startHarness({ env: { ANYPOINT_FILES_DIR: folder } });
    const back = await wayBack(harness, tool, { application: 'catalog-batch', file: 'new.jar' });
    expect(back).toEqual({
      calls: [],
      lost: 'The artifact catalog-batch-1.0.0.jar that ran before cannot be downloaded: whoever has it can deploy it again.',
    });
  });

  it('stops one on servers again that was stopped', async () => {
    const harness = await startHarness();
    await harness.ok('anypoint_set_application_status', { application: 'catalog-batch', action: 'stop' });
    const args = { application: 'catalog-batch', properties: { 'log.level': 'DEBUG' } };
    const { calls, left } = await takeBack(harness, tool, args);
    expect(calls.map(({ arguments: known }) => known)).toMatchObject([
      { removeProperties: ['log.level'] },
      { action: 'stop' },
    ]);
    expect(left).toEqual([]);
  });
});

describe('taking back a status', () => {
  it.each(['data-cloud-integration', 'orders-app', 'catalog-batch'])(
    'of %s: stopped, then started',
    async (application) => {
      const harness = await startHarness();
      const stopped = await takeBack(harness, 'anypoint_set_application_status', { application, action: 'stop' });
      expect(stopped.calls.map(({ arguments: args }) => args)).toMatchObject([{ action: 'start' }]);
      expect(stopped.left).toEqual([]);
      await harness.ok('anypoint_set_application_status', { application, action: 'stop' });
      // A restart of what is stopped only starts it.
      const started = await takeBack(harness, 'anypoint_set_application_status', { application, action: 'restart' });
      expect(started.calls.map(({ arguments: args }) => args)).toMatchObject([{ action: 'stop' }]);
      expect(started.left).toEqual([]);
    },
  );
});
