import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { lenientText, lenientWord, parseResponse, wordText } from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';

/** The domains under which a private space publishes, and the suffix that keeps host names unique [docs/platform/runtime-fabric.md#domains]. */
export interface TargetDomains {
  /** Wildcards as the platform gives them, for example `*.hey4z8.usa-e2.cloudhub.io`. */
  domains: string[];
  appUniqueId: string | undefined;
}

/** A private space as listed [document cloudhub-20]. */
export interface PrivateSpace {
  id: string;
  name: PlatformText;
  status: string | undefined;
  region: string | undefined;
}

const spaceSchema = z.object({
  id: wordText,
  name: lenientText,
  status: lenientWord,
  network: z.object({ region: lenientWord }).nullish(),
});

/** An organization may have 100 private spaces; a wrong number of pages must not keep us asking [docs/platform/cloudhub-2.md#sizes-and-limits]. */
const maxPages = 20;

const pageSchema = z.object({ totalPages: z.int().min(1).nullish().catch(undefined) });

/** The operations of the service of private spaces. */
export const runtimeFabricOperations = defineOperations(
  {
    base: '/runtimefabric/api',
    source: { document: 'cloudhub-20' },
    read: 'Read Servers',
    write: 'Manage Settings',
  },
  {
    domains: {
      call: 'GET /organizations/{organizationId}/targets/{targetId}/environments/{environmentId}/domains',
      source: { unpublished: 'docs/platform/gateways.md#target-and-public-url' },
    },
    privateSpaces: 'GET /organizations/{organizationId}/privatespaces',
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    runtimeFabric: RuntimeFabric;
  }
}

/** CloudHub 2.0 targets and private spaces [docs/platform/runtime-fabric.md]. */
export class RuntimeFabric {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** The domains of a target for one environment. Not in the published document [docs/platform/runtime-fabric.md#domains]. */
  async domains(place: PlaceIds, targetId: string, signal?: AbortSignal): Promise<TargetDomains> {
    const { body, http } = await this.#client.send(runtimeFabricOperations.domains, {
      parameters: { targetId },
      query: { sendAppUniqueId: true },
      place,
      signal,
    });
    const list = isObject(body) ? body['domains'] : body;
    const domains = parseResponse(z.array(wordText), list, http);
    const appUniqueId = isObject(body) ? parseResponse(lenientWord, body['appUniqueId'], http) : undefined;
    return { domains, appUniqueId };
  }

  /**
   * All private spaces of the business group. Sources disagree whether the answer is a plain array or a page: both are
   * read, and the further pages asked for at once [docs/platform/disagreements.md#private-space-list].
   */
  async privateSpaces(organizationId: string, signal?: AbortSignal): Promise<PrivateSpace[]> {
    const first = await this.#spacesOn(undefined, organizationId, signal);
    const further = Array.from({ length: Math.min(first.totalPages, maxPages) - 1 }, (_, index) => index + 1);
    const others = await Promise.all(further.map((page) => this.#spacesOn(page, organizationId, signal)));
    return [first, ...others].flatMap(({ spaces }) => spaces);
  }

  async #spacesOn(page: number | undefined, organizationId: string, signal: AbortSignal | undefined) {
    const { body, http } = await this.#client.send(runtimeFabricOperations.privateSpaces, {
      parameters: { organizationId },
      ...(page === undefined ? {} : { query: { page } }),
      signal,
    });
    const spaces = listIn(body, http, 'content', 'data').map((row): PrivateSpace => {
      const { id, name = id, status, network } = parseResponse(spaceSchema, row, http);
      return { id, name, status, region: network?.region };
    });
    const { totalPages } = parseResponse(pageSchema, isObject(body) ? body : {}, http);
    return { spaces, totalPages: totalPages ?? 1 };
  }
}
