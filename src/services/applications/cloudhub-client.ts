import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { listIn } from '../../platform/lists.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { defineOperations } from '../../platform/operations.ts';
import {
  idText,
  lenientBoolean,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  parseResponse,
  wordText,
} from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';
import { encodeForm, type FormPart } from '../../platform/transport/multipart.ts';

const applicationSchema = z
  .looseObject({
    domain: idText,
    fullDomain: lenientText,
    /** The embedded platform's address of the application; the real one has none (a host name is enough there). */
    dataPlaneUrl: lenientText,
    status: lenientWord,
    deploymentUpdateStatus: lenientWord,
    versionId: lenientWord,
    fileName: lenientText,
    lastUpdateTime: lenientTime,
    region: lenientWord,
    properties: z.unknown(),
    propertiesOptions: z.record(z.string(), z.looseObject({ secure: lenientBoolean }).nullish()).nullish(),
    workers: z
      .looseObject({
        amount: lenientNumber,
        type: z.looseObject({ name: lenientText, weight: lenientNumber }).nullish(),
      })
      .nullish(),
    workerStatuses: z.array(z.looseObject({ host: lenientWord, status: lenientWord })).nullish(),
    muleVersion: z.looseObject({ version: lenientWord }).nullish(),
  })
  .transform((application) => ({ ...application, status: application.status ?? 'UNKNOWN' }));

const logLineSchema = z
  .looseObject({ timestamp: lenientTime, priority: lenientWord, loggerName: lenientText, message: lenientText })
  .transform(({ timestamp, priority, loggerName, message }) => ({
    at: timestamp,
    level: priority,
    logger: loggerName,
    message: message ?? '',
  }));

/** An application of CloudHub 1.0; its domain is its id [docs/platform/applications.md#cloudhub-state]. Secure properties come masked. */
export type CloudHubApplication = z.output<typeof applicationSchema>;
/** One line of a log, whichever service keeps it; `at` is ISO 8601. */
export type LogLine = z.output<typeof logLineSchema>;

/** A JAR on this machine, checked before. */
export interface JarFile {
  path: string;
  fileName: PlatformText;
  bytes: number;
  /** Its content, from the beginning each time. @throws Failure (input) when it is not the checked file any more */
  read(): AsyncIterable<Uint8Array>;
}

/** Coordinates of an application in Exchange. */
export interface ExchangeReference {
  groupId: string;
  artifactId: string;
  version: string;
}

/** What of a CloudHub 1.0 application is to change; members that are missing stay. */
export interface CloudHubChange {
  /** `properties` and `propertiesOptions` are replaced as a whole [docs/platform/applications.md#cloudhub-properties]. */
  info: Readonly<Record<string, unknown>>;
  file?: JarFile | undefined;
  source?: ExchangeReference | undefined;
  /** Deploy it now; a stopped application is otherwise only changed. */
  autoStart: boolean;
  /** Values that no log and no result may show. */
  secretValues: readonly string[];
  onProgress?: ((sent: number, total: number) => void) | undefined;
}

/** Limit of an upload that hangs, ms. */
export const uploadTimeoutMs = 600_000;

/** The operations of CloudHub 1.0. */
export const cloudHubOperations = defineOperations(
  {
    base: '/cloudhub/api',
    source: { document: 'cloudhub' },
    read: 'Read Applications',
    write: 'Create Applications',
  },
  {
    applications: 'GET /v2/applications',
    application: 'GET /v2/applications/{domain}',
    update: 'PUT /v2/applications/{domain}',
    setStatus: 'POST /applications/{domain}/status',
    muleVersions: 'GET /mule-versions',
    deployments: 'GET /v2/applications/{domain}/deployments',
    log: 'GET /v2/applications/{domain}/deployments/{deploymentId}/logs',
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    cloudHub: CloudHub;
  }
}

/** CloudHub 1.0 [docs/platform/applications.md#cloudhub-10]. The environment travels in a header, in every call. */
export class CloudHub {
  readonly #client: PlatformClient;
  readonly #secrets: Secrets;

  constructor(client: PlatformClient, secrets: Secrets) {
    this.#client = client;
    this.#secrets = secrets;
  }

  /** All applications of the environment; the service does not page. */
  async applications(place: PlaceIds, signal?: AbortSignal): Promise<CloudHubApplication[]> {
    const { body, http } = await this.#client.send(cloudHubOperations.applications, {
      place,
      signal,
    });
    return listIn(body, http, 'data').map((row) => parseResponse(applicationSchema, row, http));
  }

  async application(place: PlaceIds, domain: string, signal?: AbortSignal): Promise<CloudHubApplication> {
    const { body, http } = await this.#client.send(cloudHubOperations.application, {
      parameters: { domain },
      place,
      signal,
    });
    return parseResponse(applicationSchema, body, http);
  }

  /**
   * Changes an application and, unless it is stopped, redeploys it. A JAR goes up in the form of the official clients,
   * an Exchange source in the form of the document [docs/platform/applications.md#upload, docs/platform/disagreements.md#cloudhub-multipart].
   */
  async update(place: PlaceIds, domain: string, change: CloudHubChange, signal?: AbortSignal): Promise<void> {
    for (const value of change.secretValues) this.#secrets.addGiven(value);
    const { info, file, source } = change;
    const parts: FormPart[] = [
      { name: 'autoStart', text: String(change.autoStart) },
      { name: source === undefined ? 'appInfoJson' : 'applicationInfo', text: JSON.stringify(info) },
    ];
    if (source !== undefined) {
      parts.push({ name: 'applicationSource', text: JSON.stringify({ source: 'EXCHANGE', ...source }) });
    }
    if (file !== undefined) parts.push(jarPart(file));
    await this.#client.send(cloudHubOperations.update, {
      parameters: { domain },
      form: encodeForm(parts, change.onProgress),
      attemptTimeoutMs: file === undefined ? undefined : uploadTimeoutMs,
      place,
      signal,
    });
  }

  /** Mule versions that applications can run on. `javaVersion` is marked required, so each is asked for [docs/platform/applications.md#cloudhub-10]. */
  async muleVersions(place: PlaceIds, signal?: AbortSignal): Promise<string[]> {
    const lists = await Promise.all(
      ['8', '17'].map(async (javaVersion) => {
        const query = { javaVersion };
        const { body, http } = await this.#client.send(cloudHubOperations.muleVersions, { query, place, signal });
        return listIn(body, http, 'data').map((row) => parseResponse(muleVersionSchema, row, http).version);
      }),
    );
    return lists.flat();
  }

  /** Returns false when the application was in that state already (304). */
  async setStatus(
    place: PlaceIds,
    domain: string,
    status: 'start' | 'stop' | 'restart',
    signal?: AbortSignal,
  ): Promise<boolean> {
    const answer = await this.#client.send(cloudHubOperations.setStatus, {
      parameters: { domain },
      json: { status },
      alsoFine: [304],
      place,
      signal,
    });
    return answer.status !== 304;
  }

  /** The id of the newest deployment; undefined for an application that was never deployed. */
  async newestDeployment(place: PlaceIds, domain: string, signal?: AbortSignal): Promise<string | undefined> {
    const { body, http } = await this.#client.send(cloudHubOperations.deployments, {
      parameters: { domain },
      query: { limit: 1, orderByDate: 'DESC' },
      place,
      signal,
    });
    const [newest] = listIn(body, http, 'data');
    return newest === undefined ? undefined : parseResponse(deploymentSchema, newest, http).deploymentId;
  }

  /** The newest lines of a deployment's log, at most 2000 [document cloudhub]. */
  async log(
    place: PlaceIds,
    { domain, deploymentId }: { domain: string; deploymentId: string },
    limit: number,
    signal?: AbortSignal,
  ): Promise<LogLine[]> {
    const { body, http } = await this.#client.send(cloudHubOperations.log, {
      parameters: { domain, deploymentId },
      query: { limit },
      place,
      signal,
    });
    // The search of the same service wraps each line in `event`; nothing says that this one never does.
    return listIn(body, http, 'data').map((row) => parseResponse(logLineSchema, row['event'] ?? row, http));
  }
}

const muleVersionSchema = z.looseObject({ version: wordText });
const deploymentSchema = z.looseObject({ deploymentId: idText });

/** A JAR as a part of a form, in the words of both official clients [docs/platform/applications.md#upload, docs/platform/applications.md#on-servers]. */
export function jarPart(jar: JarFile): FormPart {
  const { fileName, bytes } = jar;
  return { name: 'file', file: { fileName, bytes, contentType: 'application/java-archive', read: () => jar.read() } };
}
