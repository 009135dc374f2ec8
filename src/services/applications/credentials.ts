import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { configurationFailure, Failure, inputFailure } from '../../platform/errors.ts';
import { autodiscoveryNames } from './properties.ts';

/**
 * Prefix of environment variables whose values may become properties of an application. The operator uses it on purpose; without it a model could read any variable of the server's process through an application's properties, even the platform credentials.
 */
export const appVariablePrefix = 'ANYPOINT_APP_';

/** The variables that may go into applications, by name. */
export function appVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[0].startsWith(appVariablePrefix) && Boolean(entry[1]),
  );
  return Object.fromEntries(found);
}

/**
 * The two credentials of autodiscovery for the current environment: its client id, and its secret from the platform or from a variable of the server. Neither enters the conversation.
 * @param from `platform`, or the name of a variable
 * @param knownClientId the client id as the caller gave it, for platforms that do not return it
 * @throws Failure that says where the secret can come from instead
 */
export async function autodiscoveryCredentials(
  from: string,
  variables: Readonly<Record<string, string>>,
  knownClientId: string | undefined,
  ctx: EnvironmentContext,
): Promise<{ set: Map<string, string>; setSecure: Map<string, string> }> {
  const variable = from.toLowerCase() === 'platform' ? undefined : from;
  // The variable first: it does not depend on the platform.
  const own = variable === undefined ? undefined : secretInVariable(variable, variables);
  const clientId = knownClientId ?? (await environmentClientId(ctx));
  const secret = own ?? (await secretFromPlatform(clientId, ctx));
  return {
    set: new Map([[autodiscoveryNames.clientId, clientId]]),
    setSecure: new Map([[autodiscoveryNames.clientSecret, secret]]),
  };
}

function secretInVariable(name: string, variables: Readonly<Record<string, string>>): string {
  if (!name.startsWith(appVariablePrefix)) {
    throw inputFailure({
      what: `The environment variable ${quote(name)} cannot be set as a property of an application.`,
      why: `Only variables whose names begin with ${appVariablePrefix} can: the operator names them so on purpose.`,
      next: `Give "platform", or the name of such a variable.`,
    });
  }
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  throw configurationFailure({
    what: `The environment variable ${name} is not set in the server's process.`,
    next: `The operator sets it to the client secret of the environment (Access Management > Business Groups > group > Environments) and restarts the server; or give "platform".`,
  });
}

async function environmentClientId({ directory, organization, place }: EnvironmentContext): Promise<string> {
  const environments = await directory.environments(organization);
  const clientId = environments.find(({ id }) => id === place.environmentId)?.clientId;
  if (clientId !== undefined) return clientId;
  throw inputFailure({
    what: `The platform returned no client id for environment ${quote(place.environmentName)}.`,
    why: 'The list of environments has no client id for it.',
    next: `Copy it from Access Management > Business Groups > group > Environments, and give it in properties as ${autodiscoveryNames.clientId} beside autodiscoverySecretFrom. It is no secret.`,
  });
}

async function secretFromPlatform(clientId: string, { platform, place, signal }: EnvironmentContext): Promise<string> {
  const next = `Set a variable ${appVariablePrefix}CLIENT_SECRET for the server to the client secret of environment ${quote(
    place.environmentName,
  )} (Access Management > Business Groups > group > Environments), restart it, and give that name in autodiscoverySecretFrom.`;
  let secret: string | undefined;
  try {
    secret = await platform.environmentClients.secret(place.organizationId, clientId, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.http?.status !== 403) throw error;
    throw new Failure('permission', {
      what: error.message,
      why: error.why,
      next: advice`${error.next} Without it: ${next}`,
      http: error.http,
    });
  }
  if (secret !== undefined) return secret;
  throw inputFailure({
    what: `The platform does not return the client secret of environment ${quote(place.environmentName)}.`,
    why: 'It returned only the client id, as for many organizations.',
    next,
  });
}
