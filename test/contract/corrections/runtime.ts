import type { JsonSchema } from '../documents/json-schema.ts';
import type { Correction } from './correction.ts';

const service = 'arm-rest-services';

/** What `data` holds in every answer of ARM. */
const enveloped = (data: JsonSchema): JsonSchema => ({ type: 'object', required: ['data'], properties: { data } });
const cluster: JsonSchema = {
  type: 'object',
  required: ['id', 'name', 'status', 'multicastEnabled', 'servers'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    multicastEnabled: { type: 'boolean' },
    servers: { type: 'array', items: { type: 'object', required: ['id', 'name', 'status'] } },
  },
};

/** ARM: `published/arm-rest-services.json`. */
export const runtimeCorrections: readonly Correction[] = [
  {
    operations: [`${service} GET /clusters`],
    part: 'answer',
    at: '200',
    rule: 'example',
    instead: enveloped({ type: 'array', items: cluster }),
    reason: 'The service puts every answer into `data`; the document shows a bare array.',
    source: 'docs/platform/disagreements.md#arm-envelope: official CLI, mule-maven-plugin',
  },
  {
    operations: [`${service} PATCH /clusters/{clusterId}`],
    part: 'answer',
    at: '202',
    rule: 'type',
    instead: enveloped(cluster),
    reason: 'The document shows the list of clusters where one was changed.',
    source:
      'docs/platform/disagreements.md#arm-envelope, docs/platform/disagreements.md#arm-renames, docs/platform/unknown.md#answers-of-cluster-writes',
  },
  {
    operations: [`${service} PATCH /clusters/{clusterId}`],
    part: 'body',
    at: '',
    rule: 'undocumented',
    reason: 'Renaming needs the new name; the document describes no body.',
    source: 'published/README.md; docs/platform/cli.md#against-the-published-documents',
  },
  {
    operations: [`${service} GET /servers`],
    part: 'answer',
    at: '401',
    rule: 'status',
    instead: { type: 'string' },
    reason: 'The document lists success only. A token that is no longer valid is refused in plain text.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
  {
    operations: [
      `${service} PATCH /servers/{serverId}`,
      `${service} DELETE /servers/{serverId}`,
      `${service} POST /clusters`,
      `${service} DELETE /clusters/{clusterId}`,
      `${service} POST /clusters/{clusterId}/servers`,
      `${service} DELETE /clusters/{clusterId}/servers/{serverId}`,
    ],
    part: 'answer',
    at: ['400', '403', '404', '409'],
    rule: 'status',
    instead: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    reason: 'The document lists no or not all refusals.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
];
