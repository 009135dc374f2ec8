import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { PlatformText } from '../../platform/text.ts';
import { nameTaken } from './rename-plan.ts';

/** How a new runtime is registered. */
export interface ServerRegistration {
  /** Secret. */
  token: string;
  /** To be run in the runtime's `bin` directory. */
  command: string;
  /** The name in the command, or a placeholder. */
  serverName: PlatformText;
  notes: string[];
}

const usControlPlane = 'https://anypoint.mulesoft.com';

/**
 * The token and command that register a runtime in an environment [docs/platform/runtime.md#registration].
 * @throws Failure (input) when the name is in use already: `amc_setup` would fail on it
 */
export async function serverRegistration(
  serverName: string | undefined,
  ctx: EnvironmentContext,
): Promise<ServerRegistration> {
  const { platform, place, signal } = ctx;
  if (serverName !== undefined) {
    const holder = (await platform.runtimeManager.servers(place, signal)).find(({ name }) => name === serverName);
    if (holder !== undefined) throw nameTaken('server', holder, place, 'serverName');
  }
  const token = await platform.runtimeManager.registrationToken(place, signal);
  const name = serverName ?? '<server-name>';
  return {
    token,
    command: `./amc_setup -H ${shellWord(token)} ${serverName === undefined ? name : shellWord(serverName)}`,
    serverName: name,
    notes:
      platform.client.baseUrl === usControlPlane
        ? []
        : [
            `The token is valid at ${platform.client.baseUrl} only, so amc_setup needs that address: ./amc_setup --help names the option for your runtime version.`,
          ],
  };
}

/** A name or token as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
