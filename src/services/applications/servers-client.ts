import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { armList } from '../../platform/lists.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { defineOperations } from '../../platform/operations.ts';
import {
  idText,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  parseResponse,
  unwrapData,
} from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';
import { encodeForm, type FormPart } from '../../platform/transport/multipart.ts';
import { type ExchangeReference, type JarFile, jarPart, uploadTimeoutMs } from './cloudhub-client.ts';
import { propertiesService } from './cloudhub2-client.ts';

const applicationSchema = z
  .looseObject({
    id: idText,
    name: lenientText,
    desiredStatus: lenientWord,
    lastReportedStatus: lenientWord,
    timeUpdated: lenientTime,
    /** The embedded platform's address of the application; the real one has none. */
    dataPlaneUrl: lenientText,
    artifact: z.looseObject({ name: lenientText, fileName: lenientText, fileSize: lenientNumber }).nullish(),
    target: z
      .looseObject({
        id: idText,
        name: lenientText,
        type: lenientWord,
        status: lenientWord,
        servers: z.array(z.looseObject({ id: idText, name: lenientText })).nullish(),
      })
      .nullish(),
    serverArtifacts: z
      .array(
        z.looseObject({
          serverId: lenientWord,
          desiredStatus: lenientWord,
          lastReportedStatus: lenientWord,
          message: lenientText,
        }),
      )
      .nullish(),
    configuration: z.looseObject({ [propertiesService]: z.unknown() }).nullish(),
  })
  .transform((application) => ({
    ...application,
    name: application.artifact?.name ?? application.name ?? application.id,
    lastReportedStatus: application.lastReportedStatus ?? 'UNKNOWN',
  }));

/** An application on a server, server group or cluster [docs/platform/applications.md#on-servers]. */
export type HybridApplication = z.output<typeof applicationSchema>;

/** What of such an application is to change; it is redeployed. */
export interface HybridChange {
  name: PlatformText;
  /** All properties it is to have: the platform replaces the whole map. Undefined: they stay. */
  properties?: Readonly<Record<string, string>> | undefined;
  file?: JarFile | undefined;
  secretValues: readonly string[];
  onProgress?: ((sent: number, total: number) => void) | undefined;
}

/** A form that changes an application. */
interface ApplicationForm {
  parts: readonly FormPart[];
  /** It holds a file, which takes its time. */
  isUpload?: boolean;
  onProgress?: HybridChange['onProgress'];
}

/** The operations of ARM that are about applications on servers. */
export const serverApplicationOperations = defineOperations(
  {
    base: '/hybrid/api/v1',
    source: { document: 'arm-rest-services' },
    read: 'Read Applications',
    write: 'Create Applications',
  },
  {
    applications: 'GET /applications',
    application: 'GET /applications/{applicationId}',
    change: 'PATCH /applications/{applicationId}',
    changeArtifact: 'PATCH /applications/{applicationId}/artifact',
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'Read Applications': true;
    'Create Applications': true;
    'Manage Settings': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    hybridApplications: HybridApplications;
  }
}

/** ARM's applications [docs/platform/applications.md#on-servers]. Organization and environment travel in headers, in every call. */
export class HybridApplications {
  readonly #client: PlatformClient;
  readonly #secrets: Secrets;

  constructor(client: PlatformClient, secrets: Secrets) {
    this.#client = client;
    this.#secrets = secrets;
  }

  /** All applications of the environment; the document has no paging. */
  async applications(place: PlaceIds, signal?: AbortSignal): Promise<HybridApplication[]> {
    const { body, http } = await this.#client.send(serverApplicationOperations.applications, {
      place,
      signal,
    });
    return armList(applicationSchema, body, http);
  }

  async application(place: PlaceIds, id: string, signal?: AbortSignal): Promise<HybridApplication> {
    const { body, http } = await this.#client.send(serverApplicationOperations.application, {
      parameters: { applicationId: id },
      place,
      signal,
    });
    return parseResponse(applicationSchema, unwrapData(body), http);
  }

  async setDesiredStatus(
    place: PlaceIds,
    id: string,
    desiredStatus: 'STARTED' | 'STOPPED',
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#client.send(serverApplicationOperations.change, {
      parameters: { applicationId: id },
      json: { desiredStatus },
      alsoFine: [304],
      place,
      signal,
    });
  }

  /** A form without a file: the same artifact is deployed again [docs/platform/applications.md#on-servers]. */
  async restart(place: PlaceIds, id: string, signal?: AbortSignal): Promise<void> {
    await this.#patch(place, id, { parts: [{ name: 'id', text: id }] }, signal);
  }

  /** Redeploys with another JAR, other properties, or both. */
  async update(place: PlaceIds, id: string, change: HybridChange, signal?: AbortSignal): Promise<void> {
    for (const value of change.secretValues) this.#secrets.addGiven(value);
    const { name, properties, file, onProgress } = change;
    const parts: FormPart[] = [{ name: 'id', text: id }];
    if (properties !== undefined) {
      const configuration = { [propertiesService]: { applicationName: name, properties } };
      parts.push({ name: 'configuration', text: JSON.stringify(configuration) });
    }
    if (file !== undefined) parts.push(jarPart(file));
    await this.#patch(place, id, { parts, isUpload: file !== undefined, onProgress }, signal);
  }

  /** Redeploys with an artifact from Exchange. */
  async updateFromExchange(
    place: PlaceIds,
    id: string,
    reference: ExchangeReference,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#client.send(serverApplicationOperations.changeArtifact, {
      parameters: { applicationId: id },
      json: { applicationSource: { source: 'EXCHANGE', ...reference } },
      place,
      signal,
    });
  }

  async #patch(
    place: PlaceIds,
    id: string,
    { parts, isUpload, onProgress }: ApplicationForm,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.#client.send(serverApplicationOperations.change, {
      parameters: { applicationId: id },
      form: encodeForm(parts, onProgress),
      attemptTimeoutMs: isUpload ? uploadTimeoutMs : undefined,
      place,
      signal,
    });
  }
}
