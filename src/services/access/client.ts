import * as z from 'zod';
import type { Environment, Organization } from '../../core/place/place.ts';
import type { ClientParts } from '../../core/service.ts';
import type { PlatformClient } from '../../platform/client.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { type Listing, readPages } from '../../platform/paging.ts';
import {
  idText,
  lenientNumber,
  lenientText,
  lenientWord,
  nameText,
  parseResponse,
  wordText,
} from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';

/** Who the token is for. `client` is there for connected apps, `user` for people and apps that act for one. */
export interface Principal {
  client?: { id: string; name?: string | undefined; organizationId?: string | undefined };
  user?: { id: string; username?: string | undefined; email?: string | undefined; organizationId?: string | undefined };
  /** The home organization: the app's, else the user's [docs/platform/access.md#who-am-i]. */
  organizationId: string | undefined;
  memberOf: { id: string; name: string }[];
  /** Seconds the token has left, where the platform says so. */
  expiresInSeconds?: number | undefined;
}

const principalSchema = z.object({
  client: z
    .object({
      client_id: idText,
      name: lenientText,
      org_id: lenientWord,
      grant_types: z.array(wordText).nullish().catch(undefined),
    })
    .nullish()
    .transform((client) => client ?? undefined),
  user: z
    .object({
      id: idText,
      username: lenientText,
      email: lenientText,
      organizationId: lenientWord,
      organization: z.object({ id: lenientWord }).nullish(),
      memberOfOrganizations: z.array(z.object({ id: idText, name: nameText })).nullish(),
    })
    .nullish()
    .transform((user) => user ?? undefined),
  access_token: z.object({ expires_in: lenientNumber }).nullish(),
});

/**
 * Whether an app can only act for itself. The platform then shows the person who created it as `user`
 * [docs/platform/disagreements.md#me-with-client-credentials].
 */
function actsAlone(grantTypes: readonly string[] | null | undefined): boolean {
  return grantTypes?.length === 1 && grantTypes[0] === 'client_credentials';
}

interface OrganizationNode {
  id: string;
  name: PlatformText;
  subOrganizations?: OrganizationNode[] | null | undefined;
}

const organizationNode: z.ZodType<OrganizationNode> = z.object({
  id: idText,
  name: nameText,
  get subOrganizations() {
    return z.array(organizationNode).nullish();
  },
});

const environmentSchema = z
  .object({
    id: idText,
    name: nameText,
    type: lenientWord,
    isProduction: z.boolean().nullish(),
    organizationId: lenientWord,
    clientId: lenientWord,
  })
  .transform((environment) => ({
    ...environment,
    isProduction: environment.isProduction ?? environment.type === 'production',
  }));

/** Assigned and used numbers of one kind of capacity. */
const capacity = z.object({ assigned: lenientNumber, reassigned: lenientNumber }).nullish();

const entitlementsSchema = z.object({
  entitlements: z.object({ managedGatewaySmall: capacity, managedGatewayLarge: capacity }).nullish(),
});

const grantedScopeSchema = z.object({
  scope: wordText,
  context_params: z.object({ org: lenientWord, envId: lenientWord }).nullish(),
});

/** A scope of a connected app and where it holds; undefined means everywhere [docs/platform/access.md#connected-apps]. */
export interface GrantedScope {
  scope: string;
  organizationId: string | undefined;
  environmentId: string | undefined;
}

/** What is left of an assigned number once a part of it is reassigned to child groups [docs/platform/access.md#entitlements]. */
function ownPart(given: z.output<typeof capacity>): number | undefined {
  return given?.assigned === undefined ? undefined : Math.max(0, given.assigned - (given.reassigned ?? 0));
}

/** How many managed gateways of each size an organization itself is entitled to; undefined where it does not say. */
export interface GatewayEntitlement {
  small: number | undefined;
  large: number | undefined;
}

/** The operations of Access Management: who is signed in, business groups, environments, connected apps. */
export const accessOperations = defineOperations(
  {
    base: '/accounts/api',
    source: { document: 'access-management' },
    read: 'View Organization',
  },
  {
    me: { call: 'GET /me', permission: [] },
    hierarchy: 'GET /organizations/{organizationId}/hierarchy',
    organization: 'GET /organizations/{organizationId}',
    connectedAppScopes: 'GET /organizations/{organizationId}/connectedApplications/{clientId}/scopes',
    environments: { call: 'GET /organizations/{organizationId}/environments', permission: 'View Environment' },
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'View Organization': true;
    'View Environment': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    accessManagement: AccessManagement;
  }
}

/** Access Management: who, business groups, environments [docs/platform/access.md]. */
export class AccessManagement {
  readonly #client: PlatformClient;
  readonly #isVisible: ClientParts['isVisible'];

  constructor(client: PlatformClient, isVisible: ClientParts['isVisible'] = () => true) {
    this.#client = client;
    this.#isVisible = isVisible;
  }

  /** `GET /accounts/api/me`. */
  async me(signal?: AbortSignal): Promise<Principal> {
    const { body, http } = await this.#client.send(accessOperations.me, { signal });
    const { client, user, access_token } = parseResponse(principalSchema, body, http);
    const organizationId = client?.org_id ?? user?.organization?.id ?? user?.organizationId;
    return {
      ...(client ? { client: { id: client.client_id, name: client.name, organizationId: client.org_id } } : {}),
      ...(user && !actsAlone(client?.grant_types)
        ? { user: { id: user.id, username: user.username, email: user.email, organizationId: user.organizationId } }
        : {}),
      organizationId,
      memberOf: (user?.memberOfOrganizations ?? []).map(({ id, name }) => ({ id, name })),
      expiresInSeconds: access_token?.expires_in,
    };
  }

  /** `GET …/organizations/{id}/hierarchy`, flattened: a parent always stands before its business groups. */
  async hierarchy(organizationId: string, signal?: AbortSignal): Promise<Organization[]> {
    const { body, http } = await this.#client.send(accessOperations.hierarchy, {
      parameters: { organizationId },
      signal,
    });
    return flattenTree(parseResponse(organizationNode, body, http), undefined);
  }

  /** `GET …/organizations/{id}`: the managed gateways this business group may have. */
  async gatewayEntitlement(organizationId: string, signal?: AbortSignal): Promise<GatewayEntitlement> {
    const { body, http } = await this.#client.send(accessOperations.organization, {
      parameters: { organizationId },
      signal,
    });
    const { entitlements } = parseResponse(entitlementsSchema, body, http);
    return {
      small: ownPart(entitlements?.managedGatewaySmall),
      large: ownPart(entitlements?.managedGatewayLarge),
    };
  }

  /** `GET …/connectedApplications/{clientId}/scopes`, all of them. An app may read its own only with a scope for that. */
  async connectedAppScopes(organizationId: string, clientId: string, signal?: AbortSignal): Promise<GrantedScope[]> {
    const listing = await readPages(
      async ({ offset, size }) => {
        const { body, http } = await this.#client.send(accessOperations.connectedAppScopes, {
          parameters: { organizationId, clientId },
          query: { offset, limit: size },
          signal,
        });
        const items = listIn(body, http, 'data').map((row) => {
          const { scope, context_params } = parseResponse(grantedScopeSchema, row, http);
          return { scope, organizationId: context_params?.org, environmentId: context_params?.envId };
        });
        return { items, total: totalIn(body) };
      },
      { limit: 5_000, pageSize: 100 },
    );
    return listing.items;
  }

  /** `GET …/organizations/{id}/environments`, all pages up to `limit`. */
  async environments(organizationId: string, limit: number, signal?: AbortSignal): Promise<Listing<Environment>> {
    const listing = await readPages(
      async ({ offset, size }) => {
        const { body, http } = await this.#client.send(accessOperations.environments, {
          parameters: { organizationId },
          query: { offset, limit: size },
          signal,
        });
        const items = listIn(body, http, 'data').map((row) => {
          const environment = parseResponse(environmentSchema, row, http);
          return { ...environment, organizationId: environment.organizationId ?? organizationId };
        });
        return { items: items.map(environmentOf), total: totalIn(body) };
      },
      { limit, pageSize: 500 },
    );
    // Not even their number may be told.
    const items = listing.items.filter(this.#isVisible);
    return items.length === listing.items.length ? listing : { ...listing, items, total: items.length };
  }
}

function environmentOf(row: z.output<typeof environmentSchema> & { organizationId: string }): Environment {
  const { id, name, type, isProduction, organizationId, clientId } = row;
  return { id, name, type, isProduction, organizationId, clientId };
}

function flattenTree(node: OrganizationNode, parentId: string | undefined): Organization[] {
  const own: Organization = { id: node.id, name: node.name, parentId };
  return [own, ...(node.subOrganizations ?? []).flatMap((child) => flattenTree(child, node.id))];
}

const totalSchema = z.object({ total: z.number().optional() });

function totalIn(body: unknown): number | undefined {
  const parsed = totalSchema.safeParse(body);
  return parsed.success ? parsed.data.total : undefined;
}
