import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { lines } from '../../../core/text/table.ts';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { application, propertyMap } from '../../../core/tools/params.ts';
import { applicationTitle } from '../applications.ts';
import { observeUpdate, updateApplication as update } from '../changes.ts';
import { applicationArgument } from '../facts.ts';
import { autodiscoveryNames, looksSecret } from '../properties.ts';
import { planApplicationUpdate } from '../update-plan.ts';
import { applicationLines, applicationRow, toApplicationRow } from './application-output.ts';

const names = z.array(z.string());

type Given = ReadonlyMap<string, string> | undefined;

/** The values that are secrets; a refusal may repeat what was given, so they are told before anything is planned. */
function secretsIn({ properties, secureProperties }: { properties?: Given; secureProperties?: Given }): string[] {
  const open = [...(properties ?? [])].filter(([name, value]) => looksSecret(name, value));
  return [...open, ...(secureProperties ?? [])]
    .filter(([name]) => name !== autodiscoveryNames.clientId)
    .map(([, value]) => value);
}

const input = {
  application,
  properties: propertyMap('To set'),
  secureProperties: propertyMap('Protected'),
  removeProperties: z.array(z.string().min(1)).describe('Names').optional(),
  autodiscoverySecretFrom: z.string().trim().min(1).describe('platform or ANYPOINT_APP_…').optional(),
  file: z.string().min(1).describe('Local JAR').optional(),
  exchangeAsset: z.string().min(1).describe('group:asset:version').optional(),
  runtimeVersion: z.string().min(1).describe('Mule version').optional(),
  replicas: z.int().min(1).describe('Or workers').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.update': typeof input;
  }
}

export const updateApplication = defineWriteTool({
  name: 'anypoint_update_application',
  title: 'Update application',
  toolset: 'applications',
  operation: 'application.update',
  effect: 'update',
  description: 'Changes and redeploys an application; what is not given stays.',
  scope: 'environment',
  input,
  output: z.object({
    application: applicationRow,
    properties: z.object({ added: names, changed: names, removed: names, unchanged: names }),
  }),
  example: { arguments: { application: 'orders-app', properties: { 'log.level': 'DEBUG' } }, answers: 'log.level' },
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
      // As it was before: waiting, or the next look, shows what has come of it.
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
