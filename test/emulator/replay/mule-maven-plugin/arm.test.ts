import { expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { form, jar, withEmulator } from '../../client.ts';
import { type Read, replay } from '../replay.ts';

// https://github.com/mulesoft/mule-maven-plugin: mule-deployer/src/main/java/org/mule/tools/client/arm/ArmClient.java and
// its models. Numbers are read as texts as well: the ids of targets.

const H = '/hybrid/api/v1';
const application: Readonly<Record<string, Read>> = {
  'data.id': 'number',
  'data.artifact.name': 'string',
  'data.target.id': 'number',
  'data.lastReportedStatus': 'string',
  'data.desiredStatus': 'string',
};
/** The scheme in lower case, and a header that extends the session: AbstractMuleClient.java. */
const headers = { 'x-anypoint-session-extend': 'true' };

it('finds its target by name, deploys a file, looks for it by name and target, and redeploys', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const parts = () =>
      form({ artifactName: 'maven-app', targetId: String(seedTargets.ordersApi1), file: jar('maven-app.jar') });
    const answers = await replay(call, [
      ...['servers', 'serverGroups', 'clusters'].map((kind) => ({
        method: 'GET',
        path: `${H}/${kind}`,
        headers,
        takes: [200],
        reads: { data: 'array', 'data.0.id': 'number', 'data.0.name': 'string' } as const,
      })),
      { method: 'GET', path: `${H}/servers/registrationToken`, headers, takes: [200], reads: { data: 'string' } },
      {
        method: 'POST',
        path: `${H}/applications`,
        body: parts,
        headers,
        takes: [200, 201, 202],
        reads: application,
        keeps: { id: 'data.id' },
      },
      {
        method: 'GET',
        path: `${H}/applications`,
        headers,
        takes: [200],
        reads: { 'data.0.id': 'number', 'data.0.artifact.name': 'string', 'data.0.target.id': 'number' },
      },
      { method: 'GET', path: `${H}/applications/{id}`, headers, takes: [200], reads: application },
      {
        method: 'PATCH',
        path: `${H}/applications/{id}`,
        body: parts,
        headers,
        takes: [200, 201, 202],
        reads: application,
      },
      { method: 'GET', path: `${H}/applications/{id}`, headers, takes: [200], reads: application },
      { method: 'DELETE', path: `${H}/applications/{id}`, headers, takes: [200, 202, 204] },
    ]);
    expect(answers.at(-2)?.body.data.lastReportedStatus).toBe('STARTED');
  });
});
