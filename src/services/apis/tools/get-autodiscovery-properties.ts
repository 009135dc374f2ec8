import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { placeName } from '../../../core/place/place.ts';
import { cell } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { type Advice, advice } from '../../../platform/advice.ts';
import { mask } from '../../../platform/masking/secrets.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import { appVariablePrefix } from '../../applications/index.ts';
import {
  autodiscoveryProperties,
  baseUriProperties,
  defaultApiIdProperty,
  environmentCredentials,
  gatekeepers,
  requireMuleApi,
  requirePropertyName,
} from '../autodiscovery.ts';
import { apiName, resolveApi } from '../instances.ts';
import { apiNameSchema } from './api-output.ts';
import { api } from './arguments.ts';

const secretStates = ['shown', 'masked', 'unreadable'] as const;
type SecretState = (typeof secretStates)[number];

const input = {
  api,
  propertyName: shortText('Property that holds the API id; default api.id').optional(),
  gatekeeper: z
    .enum(gatekeepers)
    .describe('Whether the application blocks requests until its policies have arrived; default flexible')
    .optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.getAutodiscoveryProperties': typeof input;
  }
}

export const getAutodiscoveryProperties = defineReadTool({
  name: 'anypoint_get_autodiscovery_properties',
  title: 'Show autodiscovery properties',
  toolset: 'apis',
  operation: 'api.getAutodiscoveryProperties',
  effect: 'read',
  description: advice`Returns the properties that pair a Mule application with an API instance: API id, credentials of the environment (the secret masked), gatekeeper and base URIs. ${tool('application.update')} sets them.`,
  scope: 'environment',
  // The secret in the result is masked here, unless the operator set ANYPOINT_REVEAL_TOKEN.
  reveals: ({ properties, secret }) =>
    secret === 'shown' ? properties.filter(({ secure }) => secure).map(({ value }) => value) : [],
  input,
  example: { arguments: { api: 'orders-sandbox' }, answers: 'anypoint.platform.gatekeeper' },
  output: z.object({
    properties: z.array(z.object({ name: platformText, value: z.string().optional(), secure: z.boolean() })),
    secret: z.enum(secretStates),
    advice: z.string(),
    api: apiNameSchema,
  }),
  async run({ api: reference, propertyName = defaultApiIdProperty, gatekeeper = 'flexible' }, ctx) {
    requirePropertyName(propertyName);
    const { platform, place, settings, signal, say } = ctx;
    const found = await resolveApi(reference, ctx);
    requireMuleApi(found);
    const { clientId, clientSecret, reason } = await environmentCredentials(place, platform, signal);
    const secret: SecretState = clientSecret === undefined ? 'unreadable' : settings.revealToken ? 'shown' : 'masked';
    const shown = clientSecret === undefined ? {} : { value: settings.revealToken ? clientSecret : mask(clientSecret) };
    const { id, name, label } = found;
    const plain = (property: { name: string; value: string }) => ({ ...property, secure: false });
    return {
      properties: [
        plain({ name: propertyName, value: id }),
        plain({ name: autodiscoveryProperties.clientId, value: clientId }),
        { name: autodiscoveryProperties.clientSecret, ...shown, secure: true },
        plain({ name: autodiscoveryProperties.gatekeeper, value: gatekeeper }),
        ...baseUriProperties(platform.client.baseUrl).map(plain),
      ],
      secret,
      advice: say(adviceFor(secret, reason, placeName(place))),
      api: { id, name, ...(label === undefined ? {} : { label }) },
    };
  },
  present: ({ properties, advice, api: found }) => ({
    headline: `Properties for an application of API ${apiName(found)}. ${advice}`,
    data: properties.map(({ name, value = '(not readable)' }) => inData(cell(`${inData(name)}=${value}`))).join('\n'),
  }),
});

function adviceFor(secret: SecretState, reason: string | undefined, where: string): Advice {
  const target =
    'The application must name the first property in apiId of <api-gateway:autodiscovery>. It reads the properties when it starts. On a server that was registered with its token it needs only the first: the server has the credentials.';
  if (secret === 'shown') return `${target} Protect the secret.`;
  if (secret === 'masked') {
    return advice`${target} The secret is masked: ${tool('application.update')} can set it without showing it.`;
  }
  return advice`${target} The secret could not be read (${reason ?? 'no reason given'}): Access Management > Business Groups > Environments shows the secret of ${where}; put it into an environment variable of this server whose name begins with ${appVariablePrefix}, such as ${appVariablePrefix}CLIENT_SECRET, and give that name to ${tool('application.update')} in autodiscoverySecretFrom, so that the secret stays out of the conversation.`;
}
