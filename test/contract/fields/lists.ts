/** Where a document describes the same members at another place: the envelope of the service is another one. */
export interface Elsewhere {
  from: string;
  to: string;
  source: string;
}

const api = '/organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}';
const arm = 'docs/platform/disagreements.md#arm-envelope';

/** By operation. */
export const elsewhere: Readonly<Record<string, Elsewhere>> = {
  'arm-rest-services GET /servers': { from: 'data.*.data', to: 'data.*', source: arm },
  'arm-rest-services GET /servers/{serverId}': { from: '', to: 'data', source: arm },
  'arm-rest-services GET /serverGroups/{serverGroupId}': { from: '', to: 'data', source: arm },
  'arm-rest-services GET /clusters': { from: '*', to: 'data.*', source: arm },
  'arm-rest-services GET /clusters/{clusterId}': { from: '', to: 'data', source: arm },
  'arm-rest-services GET /targets/{targetId}/components/{componentId}': { from: '', to: 'data', source: arm },
  'arm-rest-services GET /applications/{applicationId}': { from: '', to: 'data', source: arm },
  'cloudhub-20 GET /organizations/{organizationId}/privatespaces': {
    from: '*',
    to: 'content.*',
    source: 'docs/platform/disagreements.md#private-space-list',
  },
  'cloudhub GET /v2/alerts': {
    from: '',
    to: 'data',
    source: 'docs/platform/disagreements.md#cloudhub-alert-list',
  },
  [`api-manager GET ${api}/policies/{policyId}`]: {
    from: '*',
    to: '',
    source: 'docs/platform/policies.md#two-shapes-of-the-list',
  },
  [`api-manager GET ${api}/contracts/{contractId}`]: {
    from: 'contracts.*',
    to: '',
    source: 'docs/platform/apis.md#contracts',
  },
};

/** Reads whose answers are no JSON, or end a session. */
export const notRead: Readonly<Record<string, string>> = {
  'access-management GET /logout': 'Ends the session.',
};

/** Differences that are known. */
export interface Listed {
  /** Ids of operations, or `service *` for all of a service. */
  operations: readonly string[];
  /** Their paths, or the end of them: `audit.updated.date`. Each has to be needed. */
  fields: readonly string[];
  reason: string;
  source: string;
}

/** Fields whose type in the document is another one. */
export const otherTypes: readonly Listed[] = [
  {
    operations: ['access-management *'],
    fields: ['subOrganizationIds.*', 'parentOrganizationIds.*'],
    reason: 'They are ids; the document guesses an object from an empty list.',
    source: 'docs/platform/access.md#organizations',
  },
  {
    operations: ['access-management GET /me'],
    fields: ['parentId', 'parentName'],
    reason: 'The document has the type null, from the example of a root.',
    source: 'published/README.md (defects of the documents)',
  },
  {
    operations: ['access-management *'],
    fields: ['scopes.*'],
    reason: 'Scopes are names; the document guesses an object from an empty list.',
    source: 'docs/platform/access.md#connected-apps',
  },
  {
    operations: [
      'access-management GET /organizations/{organizationId}/clients',
      'api-manager GET /organizations/{organizationId}/policy-templates',
    ],
    fields: [''],
    reason: 'A list; the examples are that of single objects, and of an envelope.',
    source: 'published/README.md (defects of the documents)',
  },
  {
    operations: ['amc-application-manager *'],
    fields: ['creationDate', 'lastModifiedDate'],
    reason: 'Epoch milliseconds in recorded items.',
    source: 'docs/platform/disagreements.md#amc-dates',
  },
  {
    operations: ['arm-rest-services *'],
    fields: ['data.enabled'],
    reason: 'A boolean in the list of components, and in what is sent.',
    source: 'docs/platform/runtime.md#target-components',
  },
];
