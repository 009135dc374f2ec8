import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { defineOperations } from '../../platform/operations.ts';
import { readPages } from '../../platform/paging.ts';
import {
  idText,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  nameText,
  parseResponse,
} from '../../platform/reading.ts';
import type { LogLine } from './cloudhub-client.ts';

/** The member of `configuration` that holds an application's properties, here and in ARM [docs/platform/applications.md#on-servers, docs/platform/cloudhub-2.md#create]. */
export const propertiesService = 'mule.agent.application.properties.service';

const refSchema = z.looseObject({ groupId: lenientWord, artifactId: lenientText, version: lenientWord }).nullish();

/** Lists carry a part of this; every member besides the id may be missing. */
const deploymentSchema = z.looseObject({
  id: idText,
  name: nameText,
  status: lenientWord,
  lastModifiedDate: lenientTime,
  target: z
    .looseObject({
      targetId: lenientWord,
      replicas: lenientNumber,
      deploymentSettings: z
        .looseObject({
          runtimeVersion: lenientWord,
          runtime: z.looseObject({ version: lenientWord }).nullish(),
          instanceType: lenientWord,
          http: z.looseObject({ inbound: z.looseObject({ publicUrl: lenientText }).nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  application: z
    .looseObject({
      status: lenientWord,
      desiredState: lenientWord,
      ref: refSchema,
      vCores: lenientNumber,
      configuration: z.looseObject({ [propertiesService]: z.unknown() }).nullish(),
    })
    .nullish(),
  desiredVersion: lenientWord,
  lastSuccessfulVersion: lenientWord,
  replicas: z.array(z.looseObject({ id: lenientWord, state: lenientWord, reason: lenientText })).nullish(),
});

const targetSchema = z
  .looseObject({
    id: idText,
    name: nameText,
    type: lenientWord,
    runtimes: z
      .array(
        z.looseObject({
          type: lenientText,
          versions: z.array(z.looseObject({ baseVersion: lenientWord, tag: lenientWord })).nullish(),
        }),
      )
      .nullish(),
  })
  // A version is named with or without its tag [docs/platform/runtime-fabric.md#targets].
  .transform(({ runtimes, ...target }) => ({
    ...target,
    muleVersions: (runtimes ?? [])
      .filter(({ type }) => type === undefined || type === 'mule')
      .flatMap(({ versions }) => versions ?? [])
      .flatMap(({ baseVersion, tag }) =>
        baseVersion === undefined ? [] : [tag === undefined ? baseVersion : `${baseVersion}:${tag}`],
      ),
  }));

const logLineSchema = z
  .looseObject({
    timestamp: lenientTime,
    logLevel: lenientWord,
    message: lenientText,
    context: z.looseObject({ logger: lenientText }).nullish(),
  })
  .transform(
    ({ timestamp, logLevel, message, context }): LogLine => ({
      at: timestamp,
      level: logLevel,
      logger: context?.logger,
      message: message ?? '',
    }),
  );

/**
 * A deployment [docs/platform/cloudhub-2.md#answer]. As listed it has neither its properties nor, usually, its artifact; values of
 * `secureProperties` read as a mask.
 */
export type Deployment = z.output<typeof deploymentSchema>;
/** Where deployments run: a private or shared space, or a Runtime Fabric [docs/platform/runtime-fabric.md#targets]. */
export type DeploymentTarget = z.output<typeof targetSchema>;

/** The operations of the application manager of CloudHub 2.0 and Runtime Fabric. */
export const cloudHub2Operations = defineOperations(
  {
    base: '/amc/application-manager/api/v2/organizations/{organizationId}/environments/{environmentId}',
    source: { document: 'amc-application-manager' },
    read: 'Read Applications',
    write: 'Create Applications',
  },
  {
    deployments: 'GET /deployments',
    deployment: 'GET /deployments/{deploymentId}',
    update: 'PATCH /deployments/{deploymentId}',
    log: 'GET /deployments/{deploymentId}/specs/{specId}/logs',
    targets: {
      call: 'GET /organizations/{organizationId}/targets',
      base: '/runtimefabric/api',
      source: { document: 'cloudhub-20' },
      permission: 'Read Servers',
    },
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    applicationManager: ApplicationManager;
  }
}

/** AMC, the Application Manager: applications on CloudHub 2.0 and Runtime Fabric [docs/platform/cloudhub-2.md#operations]. */
export class ApplicationManager {
  readonly #client: PlatformClient;
  readonly #secrets: Secrets;

  constructor(client: PlatformClient, secrets: Secrets) {
    this.#client = client;
    this.#secrets = secrets;
  }

  /** All deployments of the environment. Paging is not in the document; a service that ignores it answers all at once. */
  async deployments(place: PlaceIds, signal?: AbortSignal): Promise<Deployment[]> {
    const seen = new Set<string>();
    const { items } = await readPages(
      async ({ offset, size }) => {
        const { body, http } = await this.#client.send(cloudHub2Operations.deployments, {
          query: { offset, limit: size },
          place,
          signal,
        });
        const rows = listIn(body, http, 'items', 'data').map((row) => parseResponse(deploymentSchema, row, http));
        const fresh = rows.filter(({ id }) => !seen.has(id));
        for (const { id } of fresh) seen.add(id);
        return { items: fresh, total: isObject(body) ? totalSchema.parse(body['total']) : undefined };
      },
      { limit: maxDeployments, pageSize: 250 },
    );
    return items;
  }

  async deployment(place: PlaceIds, id: string, signal?: AbortSignal): Promise<Deployment> {
    const { body, http } = await this.#client.send(cloudHub2Operations.deployment, {
      parameters: { deploymentId: id },
      place,
      signal,
    });
    return parseResponse(deploymentSchema, body, http);
  }

  /**
   * Changes parts of a deployment; it is rolled out again (document amc-application-manager, a partial update). `secretValues` are values in
   * it that no log and no result may show.
   */
  async update(
    place: PlaceIds,
    id: string,
    { change, secretValues }: { change: Readonly<Record<string, unknown>>; secretValues: readonly string[] },
    signal?: AbortSignal,
  ): Promise<void> {
    for (const value of secretValues) this.#secrets.addGiven(value);
    await this.#client.send(cloudHub2Operations.update, {
      parameters: { deploymentId: id },
      json: change,
      place,
      signal,
    });
  }

  /** Starts or stops. The CLI takes 304 for "already in this state" [docs/platform/cloudhub-2.md#update]. */
  async setDesiredState(
    place: PlaceIds,
    id: string,
    desiredState: 'STARTED' | 'STOPPED',
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#client.send(cloudHub2Operations.update, {
      parameters: { deploymentId: id },
      json: { application: { desiredState } },
      alsoFine: [304],
      place,
      signal,
    });
  }

  /** The newest lines of the log of one version of a deployment, newest first; at most 1000 [document amc-application-manager]. */
  async log(
    place: PlaceIds,
    { deploymentId, specId }: { deploymentId: string; specId: string },
    options: { length: number; startTime?: number | undefined },
    signal?: AbortSignal,
  ): Promise<LogLine[]> {
    const { body, http } = await this.#client.send(cloudHub2Operations.log, {
      parameters: { deploymentId, specId },
      query: { length: options.length, descending: true, startTime: options.startTime },
      place,
      signal,
    });
    return listIn(body, http, 'data').map((row) => parseResponse(logLineSchema, row, http));
  }

  /** Names of the targets of a business group [docs/platform/runtime-fabric.md#targets]. */
  async targets(organizationId: string, signal?: AbortSignal): Promise<DeploymentTarget[]> {
    const { body, http } = await this.#client.send(cloudHub2Operations.targets, {
      parameters: { organizationId },
      signal,
    });
    return listIn(body, http, 'data', 'content').map((row) => parseResponse(targetSchema, row, http));
  }
}

/** Above any environment there is; keeps a service that pages without end from holding us. */
const maxDeployments = 5_000;

const totalSchema = lenientNumber.catch(undefined);
