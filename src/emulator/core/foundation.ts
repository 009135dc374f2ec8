import { addFault, clearFaults } from './faults/events.ts';
import {
  authorizationRequests,
  consents,
  refreshTokens,
  rotateRefreshTokens,
  rotateRefreshTokensSection,
  signingKey,
} from './identity/consents.ts';
import { roleAssignments, roleGroupMembers, roleGroups, teamMembers, teams } from './identity/groups.ts';
import {
  clients,
  environments,
  organizations,
  organizationsSection,
  revealClientSecrets,
  revealClientSecretsSection,
} from './identity/organizations.ts';
import { connectedApps, tokens, users } from './identity/people.ts';
import { defineEvent } from './scenario/events.ts';
import { plannedEvents } from './scenario/planned-events.ts';
import { defineService } from './service.ts';

/** Expires all access tokens issued so far. */
const expireTokens = defineEvent({
  do: 'expire-tokens',
  fields: {},
  plan: () => ({}),
  apply: (_event, { platform }) => platform.store.of(tokens).clear(),
});

/** What all services build on: organizations, users, tokens and planned events. It has no routes. */
export const foundation = defineService({
  name: 'core',
  state: [
    organizations,
    environments,
    clients,
    revealClientSecrets,
    users,
    connectedApps,
    teams,
    teamMembers,
    roleGroups,
    roleGroupMembers,
    roleAssignments,
    tokens,
    authorizationRequests,
    consents,
    refreshTokens,
    signingKey,
    rotateRefreshTokens,
    plannedEvents,
  ],
  scenario: [revealClientSecretsSection, rotateRefreshTokensSection, organizationsSection],
  events: [expireTokens, addFault, clearFaults],
});
