import * as z from 'zod';
import type { PlatformClient } from '../../platform/client.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { defineOperations } from '../../platform/operations.ts';
import { lenientText, lenientWord, parseResponse } from '../../platform/reading.ts';

const clientSchema = z.looseObject({ client_id: lenientWord, name: lenientText, client_secret: lenientText });

/** The operations of Access Management that read runtime credentials. */
export const environmentClientOperations = defineOperations(
  {
    base: '/accounts/api',
    source: { document: 'access-management' },
    read: 'View Organization Clients',
    write: 'Admin Particular Organization Clients',
  },
  {
    client: 'GET /organizations/{organizationId}/clients/{clientId}',
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'View Organization Clients': true;
    'Admin Particular Organization Clients': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    environmentClients: EnvironmentClients;
  }
}

/** Runtime credentials of environments and business groups [docs/platform/access.md#runtime-credentials]. */
export class EnvironmentClients {
  readonly #client: PlatformClient;
  readonly #secrets: Pick<Secrets, 'add'>;

  /** `secrets` is told of every secret that is read, before anything else sees it. */
  constructor(client: PlatformClient, secrets: Pick<Secrets, 'add'>) {
    this.#client = client;
    this.#secrets = secrets;
  }

  /**
   * The secret of a client id; undefined when the platform does not return it, which is not documented [docs/platform/access.md#runtime-credentials].
   */
  async secret(organizationId: string, clientId: string, signal?: AbortSignal): Promise<string | undefined> {
    const { body, http } = await this.#client.send(environmentClientOperations.client, {
      parameters: { organizationId, clientId },
      signal,
    });
    const { client_secret: secret } = parseResponse(clientSchema, body, http);
    this.#secrets.add(secret);
    return secret === '' ? undefined : secret;
  }
}
