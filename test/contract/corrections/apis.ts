import type { JsonSchema } from '../documents/json-schema.ts';
import type { Correction } from './correction.ts';

const api = '/organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}';
const instance = `api-manager GET ${api}`;
const policies = `${api}/policies`;
const publish = 'exchange-experience POST /organizations/{organizationId}/assets/{groupId}/{assetId}/{version}';

const policy: JsonSchema = {
  type: 'object',
  required: ['id', 'groupId', 'assetId', 'assetVersion', 'configurationData', 'order', 'disabled', 'apiId'],
  properties: {
    id: { type: 'integer' },
    assetId: { type: 'string' },
    configurationData: { type: 'object' },
    order: { type: 'integer' },
    disabled: { type: 'boolean' },
    pointcutData: {
      anyOf: [
        { type: 'null' },
        { type: 'array', items: { type: 'object', required: ['methodRegex', 'uriTemplateRegex'] } },
      ],
    },
  },
};
const refusal: JsonSchema = {
  type: 'object',
  required: ['name', 'message'],
  properties: { name: { type: 'string' }, message: { type: 'string' } },
};

/** API Manager and Exchange: `published/api-manager.json`, `published/exchange-experience.json`. */
export const apiCorrections: readonly Correction[] = [
  {
    operations: [`api-manager GET ${policies}/{policyId}`],
    part: 'answer',
    at: '200',
    rule: 'type',
    instead: policy,
    reason: 'The document has the schema of the list where one policy is read.',
    source: 'docs/platform/policies.md#two-shapes-of-the-list',
  },
  {
    operations: [`api-manager GET ${policies}`],
    part: 'answer',
    at: '200/*/pointcutData',
    rule: 'type',
    instead: { type: 'array', items: policy },
    reason: 'Null means all requests, in what is sent and in what is read.',
    source: 'docs/platform/policies.md#apply',
  },
  {
    operations: [`api-manager PATCH ${policies}`],
    part: 'answer',
    at: '200',
    rule: 'example',
    instead: { type: 'array', items: policy },
    reason: 'The example is the text that the generator gives every update.',
    source: 'published/README.md (placeholders); docs/platform/policies.md#operations',
  },
  {
    operations: [`api-manager POST ${policies}`],
    part: 'answer',
    at: '201/id',
    rule: 'example',
    instead: policy,
    reason: 'The example is the text that the generator gives every creation: ids of policies are numbers.',
    source: 'docs/platform/conventions.md#ids-and-times, docs/platform/policies.md#operations',
  },
  {
    operations: [`api-manager POST ${policies}`],
    part: 'body',
    at: '/order',
    rule: 'undocumented',
    reason: 'The document names the member `"order:"`, a typing error.',
    source:
      'published/README.md; docs/platform/disagreements.md#policy-create-field: Terraform provider, anypoint-client-go',
  },
  {
    operations: [`api-manager POST ${policies}`],
    part: 'body',
    at: '/disabled',
    rule: 'undocumented',
    reason: 'The document leaves the member out.',
    source: 'docs/platform/disagreements.md#policy-create-field: Terraform provider',
  },
  {
    operations: [
      instance,
      `api-manager DELETE ${api}`,
      `api-manager POST ${policies}`,
      `api-manager GET ${policies}/{policyId}`,
      `api-manager PATCH ${policies}/{policyId}`,
      `api-manager DELETE ${policies}/{policyId}`,
      `proxies-xapi POST ${api}/deployments`,
    ],
    part: 'answer',
    at: ['403', '404', '409'],
    rule: 'status',
    instead: refusal,
    reason: 'The documents list success only.',
    source:
      'docs/platform/conventions.md#error-shapes, docs/platform/apis.md#read-change-delete, docs/platform/apis.md#deployments, docs/platform/policies.md#apply',
  },
  {
    operations: [instance],
    part: 'answer',
    at: [
      '200/description',
      '200/endpoint/proxyUri',
      '200/endpoint/uri',
      '200/lastActiveDate',
      '200/lastActiveDelta',
      '200/deployment/applicationName',
    ],
    rule: 'type',
    reason:
      'What is not set is null; the members beside them say `nullable`. `lastActiveDate` of an API that nothing ever tracked is.',
    source:
      'docs/platform/apis.md#create, docs/platform/apis.md#read-change-delete: anypoint-client-go, Terraform provider',
  },
  {
    operations: [instance],
    part: 'answer',
    at: '200/deployment',
    rule: 'type',
    reason: 'It is null while the API is not deployed, in recorded answers.',
    source: 'docs/platform/apis.md#create',
  },
  {
    operations: [`api-manager GET ${api}/tiers`],
    part: 'answer',
    at: '200/tiers/*/description',
    rule: 'type',
    reason: 'What is not set is null.',
    source: 'docs/platform/apis.md#tiers: Terraform provider',
  },
  {
    operations: [`api-manager GET ${api}/contracts`],
    part: 'answer',
    at: '200/contracts/*/tier/description',
    rule: 'type',
    reason: 'What is not set is null.',
    source: 'docs/platform/apis.md#tiers: Terraform provider',
  },
  {
    operations: ['exchange-experience GET /assets/search'],
    part: 'query',
    at: ['/search', '/organizationId'],
    rule: 'undocumented',
    reason: 'Both filters work and are used by other clients.',
    source: 'docs/platform/disagreements.md#exchange-search-filters: anypoint-client-go, anypoint-connect',
  },
  {
    operations: ['exchange-experience GET /assets/search'],
    part: 'query',
    at: '/types',
    rule: 'enum',
    reason: 'Applications are assets of type `app`, which the list leaves out.',
    source: 'docs/platform/exchange.md#publish, docs/platform/cloudhub-2.md#create',
  },
  {
    operations: [publish],
    part: 'body',
    at: '',
    rule: 'undocumented',
    reason: 'An asset is published by what is in the body; the document describes none.',
    source: 'published/README.md; docs/platform/exchange.md#publish',
  },
  {
    operations: ['exchange-experience GET /assets/{groupId}/{assetId}/asset', publish],
    part: 'answer',
    at: ['403', '404', '409'],
    rule: 'status',
    instead: {
      type: 'object',
      required: ['status', 'message'],
      properties: { status: { enum: [403, 404, 409] }, message: { type: 'string' } },
    },
    reason: 'The document lists success only.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
];
