import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { environmentOf, environmentOutput, inEnvironment } from '../../../core/place/environment-output.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice, advise } from '../../../platform/advice.ts';
import { platformText } from '../../../platform/reading.ts';
import { serverRegistration } from '../registration.ts';

const input = { serverName: shortText('Name of the new server').optional() };

declare module '../../../core/operations.ts' {
  interface Operations {
    'server.getRegistration': typeof input;
  }
}

export const getServerRegistration = defineReadTool({
  name: 'anypoint_get_server_registration',
  title: 'Show how to register a server',
  toolset: 'runtime',
  operation: 'server.getRegistration',
  effect: 'read',
  description:
    "Returns the amc_setup command, with its secret token, that registers a Mule runtime when somebody runs it on the runtime's machine. Registers nothing by itself.",
  scope: 'environment',
  // The token is what the caller asks for: without it the command is of no use.
  reveals: ({ token }) => [token],
  input,
  example: { arguments: {}, answers: 'amc_setup' },
  output: z.object({
    environment: environmentOutput,
    token: z.string(),
    command: z.string(),
    serverName: platformText,
    notes: z.array(z.string()),
  }),
  async run({ serverName }, ctx) {
    return { environment: environmentOf(ctx.place), ...(await serverRegistration(serverName, ctx)) };
  },
  present: ({ environment, token, command, notes }) => ({
    headline: advise(
      advice`To register a Mule runtime in ${inEnvironment(environment)}, run this in the bin directory of the runtime; ${tool('server.list')} then shows it.`,
      'The token is a secret.',
      ...notes,
    ),
    data: `${command}\ntoken: ${token}`,
  }),
});
