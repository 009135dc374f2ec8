import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { lines } from '../../../core/text/table.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { namedValues } from '../../../core/tools/open-arguments.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import { applicationTitle } from '../applications.ts';
import { afterFailure, applicationArgument, whenLate } from '../facts.ts';
import { autodiscoveryNames, looksSecret } from '../properties.ts';
import { observeUpdate, updateApplication as update } from '../update.ts';
import { planApplicationUpdate } from '../update-plan.ts';
import { applicationLines, applicationRow, toApplicationRow } from './application-output.ts';
import { application } from './arguments.ts';

const names = z.array(z.string());

type Given = ReadonlyMap<string, string> | undefined;

/** The values that are secrets; registered before planning, because an error may repeat the arguments. */
function secretsIn({ properties, secureProperties }: { properties?: Given; secureProperties?: Given }): string[] {
  const open = [...(properties ?? [])].filter(([name, value]) => looksSecret(name, value));
  return [...open, ...(secureProperties ?? [])]
    .filter(([name]) => name !== autodiscoveryNames.clientId)
    .map(([, value]) => value);
}

const input = {
  application,
  properties: namedValues('property', 'Properties to set').optional(),
  secureProperties: namedValues('property', 'Properties to set whose values the platform hides').optional(),
  removeProperties: z.array(exactText()).describe('Names of properties to remove').optional(),
  autodiscoverySecretFrom: shortText(
    'Sets client id and secret of the environment for autodiscovery without showing the secret: "platform", or the name of a variable ANYPOINT_APP_… of this server',
  ).optional(),
  file: exactText('Path of a local JAR, in a folder that the operator allows').optional(),
  exchangeAsset: shortText('Exchange asset to deploy: group:asset:version').optional(),
  runtimeVersion: shortText('Mule runtime version, such as 4.9.6').optional(),
  replicas: z
    .int()
    .min(1)
    .describe('Number of replicas; on CloudHub 1.0 of workers')
    .meta({ spellings: ['workers'] })
    .optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.update': typeof input;
  }
}

export const updateApplication = defineWriteTool({
  name: 'anypoint_update_application',
  title: 'Update an application',
  toolset: 'applications',
  operation: 'application.update',
  effect: 'update',
  steps: ['update', 'stop'],
  description:
    'Changes properties, artifact, Mule runtime or replicas of an application and redeploys it; what is not given stays.',
  scope: 'environment',
  input,
  output: z.object({
    application: applicationRow,
    properties: z.object({ added: names, changed: names, removed: names, unchanged: names }),
  }),
  example: {
    arguments: { application: 'orders-app', properties: [{ name: 'log.level', value: 'DEBUG' }] },
    answers: 'log.level',
  },
  async plan(args, ctx) {
    for (const value of secretsIn(args)) ctx.secrets.addGiven(value);
    const plan = await planApplicationUpdate(args, ctx.settings, ctx);
    for (const value of plan.intent.properties?.secretValues ?? []) ctx.secrets.addGiven(value);
    return plan;
  },
  async apply({ intent }, ctx) {
    await update(ctx, intent);
    const { added = [], changed = [], removed = [], plain, kept = [] } = intent.properties ?? {};
    const touched = new Set([...added, ...changed]);
    const unchanged = [...(plain?.keys() ?? []), ...kept].filter((name) => !touched.has(name));
    return {
      // The state before; waiting observes the new one.
      application: toApplicationRow(intent.application),
      properties: { added, changed, removed, unchanged },
    };
  },
  follow: {
    async observe(result, ctx) {
      const { application: updated, properties } = result;
      const { value, ...seen } = await observeUpdate(updated, properties, ctx);
      return { ...seen, value: { ...result, application: toApplicationRow(value) } };
    },
    readAgain: ({ application: updated }) => call('application.get', applicationArgument(updated)),
    whenFailed: ({ application: updated }) => afterFailure(updated),
    whenLate: ({ application: updated }) => whenLate(updated),
  },
  present: ({ application: updated, properties: { added, changed, removed } }) => ({
    headline: `Application ${applicationTitle(updated)} was last seen ${updated.state}.`,
    data: [
      applicationLines(updated),
      lines([
        ['properties added', added.join(', ')],
        ['properties changed', changed.join(', ')],
        ['properties removed', removed.join(', ')],
      ]),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  }),
});
