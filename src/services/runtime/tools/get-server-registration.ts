import * as z from 'zod';
import { defineReadTool } from '../../../core/tools/define-tool.ts';
import { serverRegistration } from '../servers.ts';
import { inEnvironment, place, placeOf } from './place.ts';

export const getServerRegistration = defineReadTool({
  name: 'anypoint_get_server_registration',
  title: 'Show how to register a server',
  toolset: 'runtime',
  effect: 'read',
  description: 'The command, with its secret token, that registers a Mule runtime, run on its machine.',
  scope: 'environment',
  // The token is what the caller asks for: without it the command is of no use.
  revealsSecrets: true,
  input: { serverName: z.string().trim().min(1).describe('Name to register').optional() },
  output: z.object({
    environment: place,
    token: z.string(),
    command: z.string(),
    serverName: z.string(),
    remarks: z.array(z.string()),
  }),
  async run({ serverName }, { platform, place, signal }) {
    const { baseUrl } = platform.client;
    const registration = await serverRegistration(platform.runtimeManager, place, { serverName, baseUrl, signal });
    return { environment: placeOf(place), ...registration };
  },
  present: ({ environment, token, command, remarks }) => ({
    headline: [
      `To register a Mule runtime in ${inEnvironment(environment)}, run this in the bin directory of the runtime; anypoint_list_servers then shows it.`,
      'The token is a secret.',
      ...remarks,
    ].join(' '),
    data: `${command}\ntoken: ${token}`,
  }),
});
