import type { JsonSchema } from '../documents/json-schema.ts';
import type { Correction } from './correction.ts';

const amc = 'amc-application-manager';
const deployments = `${amc} GET /organizations/{organizationId}/environments/{environmentId}/deployments`;
const one = '/organizations/{organizationId}/environments/{environmentId}/deployments/{deploymentId}';
const details = [`${amc} GET ${one}`, `${amc} PATCH ${one}`];
const cloudHubApplications = 'cloudhub GET /v2/applications';

const problemOf = (status: number): JsonSchema => ({
  type: 'object',
  required: ['title', 'type', 'status', 'detail'],
  properties: { status: { const: status }, detail: { type: 'string' } },
});

/** CloudHub 2.0 and CloudHub 1.0: `published/amc-application-manager.json`, `published/cloudhub.json`. */
export const applicationCorrections: readonly Correction[] = [
  {
    operations: details,
    part: 'answer',
    at: ['200/creationDate', '200/lastModifiedDate'],
    rule: 'type',
    reason: 'The document says ISO 8601, a recorded answer has epoch milliseconds. The client reads both.',
    source: 'docs/platform/disagreements.md#amc-dates',
  },
  {
    operations: [deployments],
    part: 'answer',
    at: ['200/items/*/creationDate', '200/items/*/lastModifiedDate'],
    rule: 'type',
    reason: 'As in the single deployment.',
    source: 'docs/platform/disagreements.md#amc-dates',
  },
  {
    operations: details,
    part: 'answer',
    at: [
      '200/application/configuration/mule.agent.application.properties.service/applicationName',
      '200/target/deploymentSettings/clustered',
      '200/target/deploymentSettings/runtimeVersion',
      '200/target/deploymentSettings/updateStrategy',
    ],
    rule: 'type',
    reason: 'The document says `object` where the request of the same document has texts and a flag.',
    source: 'docs/platform/cloudhub-2.md#create: official CLI; published/README.md (placeholders)',
  },
  {
    operations: details,
    part: 'answer',
    at: '200/replicas/*/reason',
    rule: 'type',
    reason: 'A replica that is well has no reason: null.',
    source: 'docs/platform/cloudhub-2.md#answer',
  },
  {
    operations: [`${amc} GET ${one}/specs/{specificationId}/logs`],
    part: 'answer',
    at: '200',
    rule: 'type',
    instead: {
      type: 'array',
      items: {
        type: 'object',
        required: ['timestamp', 'logLevel', 'message', 'docId'],
        properties: { timestamp: { type: 'integer' }, message: { type: 'string' }, docId: { type: 'string' } },
      },
    },
    reason: 'The document says string (a stream); clients read a JSON array.',
    source: 'docs/platform/cloudhub-2.md#logs: official CLI',
  },
  {
    operations: [`${amc} PATCH ${one}`],
    part: 'answer',
    at: '403',
    rule: 'status',
    instead: problemOf(403),
    reason: 'The document lists 401 and 404 of the refusals.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
  {
    operations: [cloudHubApplications],
    part: 'query',
    at: ['/period', '/retrieveIpAddresses', '/retrieveLogLevels', '/retrieveStatistics', '/retrieveTrackingSettings'],
    rule: 'required',
    reason: 'The parameters ask for more than is needed; the official CLI sends none of them.',
    source: 'docs/platform/cli.md#against-the-published-documents',
  },
  {
    operations: ['cloudhub PUT /v2/applications/{domain}'],
    part: 'body',
    at: ['/appInfoJson', '/file'],
    rule: 'undocumented',
    reason: 'A JAR goes up in the parts that both official clients use; an Exchange source in those of the document.',
    source: 'docs/platform/disagreements.md#cloudhub-multipart: mule-maven-plugin, official CLI',
  },
  {
    operations: ['cloudhub POST /applications/{domain}/status', 'cloudhub GET /v2/applications/{domain}'],
    part: 'answer',
    at: ['403', '404'],
    rule: 'status',
    instead: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    reason: 'The document lists success only.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
  {
    operations: details,
    part: 'answer',
    at: '404/status',
    rule: ['type', 'enum'],
    instead: problemOf(404),
    reason: 'The document has a deployment as the body of a 404; this service tells of problems in their own form.',
    source: 'docs/platform/conventions.md#error-shapes, docs/platform/cloudhub-2.md#operations',
  },
];
