import type { Correction } from './correction.ts';

const service = 'access-management';
const organization = `${service} GET /organizations/{organizationId}`;
const token = `${service} POST /v2/oauth2/token`;

/** Access Management: `published/access-management.json`. */
export const accessCorrections: readonly Correction[] = [
  {
    operations: [token],
    part: 'body',
    at: '',
    rule: 'undocumented',
    reason: 'A token cannot be asked for without saying for whom; the document describes no body at all.',
    source:
      'published/README.md; docs/platform/authentication.md#connected-app, docs/platform/cli.md#against-the-published-documents',
  },
  {
    operations: [token],
    part: 'header',
    at: '/authorization',
    rule: 'required',
    reason: 'The client id and secret are in the body, which official clients do; there is no bearer token yet.',
    source: 'docs/platform/authentication.md#connected-app',
  },
  {
    operations: [token],
    part: 'answer',
    at: '401',
    rule: 'status',
    instead: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
    reason: 'Wrong credentials are refused in the form of OAuth 2.0; the document lists success only.',
    source: 'RFC 6749 5.2; docs/platform/authentication.md#connected-app',
  },
  {
    operations: [`${service} GET /me`],
    part: 'answer',
    at: ['200/user', '200/client'],
    rule: 'required',
    reason: 'Client credentials have no user behind them, a user who signs in by name has no client.',
    source: 'docs/platform/disagreements.md#me-with-client-credentials',
  },
  {
    operations: [`${service} GET /me`],
    part: 'answer',
    at: [
      '200/user/memberOfOrganizations/*/parentId',
      '200/user/memberOfOrganizations/*/parentName',
      '200/user/contributorOfOrganizations/*/parentId',
      '200/user/contributorOfOrganizations/*/parentName',
    ],
    rule: 'type',
    reason:
      'The document says `type: "null"` because the example is of a root organization; business groups have both.',
    source: 'published/README.md',
  },
  {
    operations: [`${service} GET /me`],
    part: 'answer',
    at: [
      '200/user/organization/subOrganizationIds/*',
      '200/user/memberOfOrganizations/*/subOrganizationIds/*',
      '200/user/memberOfOrganizations/*/parentOrganizationIds/*',
      '200/user/contributorOfOrganizations/*/subOrganizationIds/*',
      '200/user/contributorOfOrganizations/*/parentOrganizationIds/*',
      '200/client/redirect_uris/*',
    ],
    rule: 'type',
    reason: 'Made of empty examples: the members are texts, as in GET /organizations/{organizationId}.',
    source: 'docs/platform/access.md#organizations',
  },
  {
    operations: [`${service} GET /me`],
    part: 'answer',
    at: '200/user/organizationPreferences/0a14e2fd-1cfe-4310-acbc-54bf93eb8420',
    rule: 'required',
    reason: 'The id of the organization in the example became a required member.',
    source: 'the document itself',
  },
  {
    operations: [`${service} GET /me`],
    part: 'answer',
    at: '200/user/organization/entitlements/**',
    rule: 'required',
    reason:
      'Every entitlement of one example organization became required; those of services that are not here are not told.',
    source: 'docs/platform/access.md#entitlements; a documented difference of the embedded platform',
  },
  {
    operations: [organization],
    part: 'answer',
    at: '200/entitlements/**',
    rule: 'required',
    reason: 'As in GET /me.',
    source: 'docs/platform/access.md#entitlements; a documented difference of the embedded platform',
  },
  {
    operations: [organization],
    part: 'answer',
    at: '200/salesforce',
    rule: 'required',
    reason: 'Only organizations that are linked to a Salesforce organization can have it.',
    source: 'docs/platform/access.md#organizations, which does not have it',
  },
  {
    operations: [`${service} GET /organizations/{organizationId}/clients/{clientId}`],
    part: 'answer',
    at: '200/properties/additional',
    rule: 'required',
    reason: 'A placeholder of the example.',
    source: 'the document itself; docs/platform/access.md#runtime-credentials',
  },
  {
    operations: [`${service} GET /organizations/{organizationId}/connectedApplications/{clientId}/scopes`],
    part: 'answer',
    at: '200/data/*/context_params/envId',
    rule: 'required',
    reason: 'Scopes of an organization have no environment; the example shows one that has.',
    source: 'docs/platform/authentication.md#scopes',
  },
  {
    operations: [`${service} GET /organizations/{organizationId}/environments`],
    part: 'answer',
    at: '404',
    rule: 'status',
    instead: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    reason: 'The document lists success and 429 only.',
    source: 'docs/platform/conventions.md#error-shapes',
  },
];
