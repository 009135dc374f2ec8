import * as z from 'zod';
import { lines, table } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { applicationTitle, findApplication, readApplication } from '../applications.ts';
import { problemAdvice, unreachable } from '../facts.ts';
import { autodiscoveryOf, shownAutodiscovery, shownProperties } from '../properties.ts';
import { applicationLines, applicationRow, toApplicationRow } from './application-output.ts';
import { application } from './arguments.ts';

const autodiscovery = z.object({
  apiIds: z.array(z.object({ property: z.string(), apiId: z.string() })),
  clientId: z.string().optional(),
  clientSecret: z.enum(['secure', 'unprotected', 'missing']),
  gatekeeper: z.string().optional(),
  missing: z.array(z.string()),
  fromServer: z.literal(true).optional(),
});

const input = { application };

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.get': typeof input;
  }
}

export const getApplication = defineReadTool({
  name: 'anypoint_get_application',
  title: 'Show an application',
  toolset: 'applications',
  operation: 'application.get',
  effect: 'read',
  description:
    'Returns a Mule application in full: state, artifact, runtime, properties (secrets masked) and the API instances that it is paired with by autodiscovery.',
  scope: 'environment',
  input,
  output: z.object({
    application: applicationRow.extend({
      desiredStatus: z.string().optional(),
      runtimeVersion: z.string().optional(),
      size: z.string().optional(),
      url: z.string().optional(),
      problem: z.string().optional(),
      parts: z.array(z.object({ name: platformText, status: z.string(), message: platformText.optional() })),
      propertiesReadable: z.boolean(),
    }),
    properties: z.array(z.object({ name: platformText, value: z.string() })),
    autodiscovery,
  }),
  example: { arguments: { application: 'orders-app' }, answers: '(secure)' },
  async run(args, ctx) {
    const found = await readApplication(await findApplication(args.application, ctx), ctx);
    const { desiredStatus, runtimeVersion, size, url, parts, properties } = found;
    const trouble = found.problem === undefined ? unreachable(found) : problemAdvice(found);
    const problem = trouble === undefined ? undefined : ctx.say(trouble);
    const known = properties ?? { readable: new Map(), secure: new Set() };
    return {
      application: {
        ...toApplicationRow(found),
        ...withoutUndefined({ desiredStatus, runtimeVersion, size, url, problem }),
        parts,
        propertiesReadable: properties !== undefined,
      },
      properties: shownProperties(known, ctx.settings.showProperties),
      autodiscovery: withoutUndefined(
        shownAutodiscovery(autodiscoveryOf(known, found.kind === 'hybrid'), ctx.settings.showProperties),
      ),
    };
  },
  present: ({ application: found, properties, autodiscovery: pairing }) => ({
    headline: `Application ${applicationTitle(found)} on ${found.runsOn} is ${found.state}.`,
    data: [
      applicationLines(found),
      lines([
        ['desired status', found.desiredStatus],
        ['problem', found.problem],
        ['Mule version', found.runtimeVersion],
        ['size', found.size],
        ['URL', found.url],
        ...found.parts.map(
          ({ name, status, message }) => [name, [status, message].filter(Boolean).join(': ')] as const,
        ),
        [
          'autodiscovery',
          found.propertiesReadable ? pairingText(pairing) : 'unknown: the platform returned no properties',
        ],
      ]),
      ...(properties.length === 0 ? [] : ['properties', table(properties, ['name', 'value'])]),
    ].join('\n'),
  }),
});

function pairingText(pairing: z.output<typeof autodiscovery>): string {
  const { apiIds, clientId, clientSecret, gatekeeper, missing, fromServer } = pairing;
  if (apiIds.length === 0 && clientId === undefined && clientSecret === 'missing' && gatekeeper === undefined)
    return 'not set';
  return [
    ...apiIds.map(({ property, apiId }) => `${property} ${apiId}`),
    ...(clientId === undefined ? [] : [`client id ${clientId}`]),
    fromServer ? 'credentials of the registered server' : `client secret ${clientSecret}`,
    ...(gatekeeper === undefined ? [] : [`gatekeeper ${gatekeeper}`]),
    ...(missing.length === 0 ? [] : [`missing ${missing.join(', ')}`]),
  ].join('; ');
}
