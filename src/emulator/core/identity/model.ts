/**
 * A scope that a principal holds. Without `org` or `envId` it applies everywhere
 * [docs/platform/access.md#connected-apps].
 */
export interface Grant {
  scope: string;
  context_params: { org?: string; envId?: string };
}

/** A user who can sign in. */
export interface User {
  id: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  email: string;
  organizationId: string;
  enabled: boolean;
  /**
   * needs a second factor in a browser, so that signing in over the API returns no token
   * [docs/platform/authentication.md#user-name-and-password]
   */
  mfa: boolean;
  /** the code that completes the second factor in a browser */
  mfaCode?: string | undefined;
  /** the identity provider that signs the user in instead of a password */
  identityProvider?: string | undefined;
  createdAt: string;
  /** when it was changed last */
  updatedAt?: string;
  phoneNumber?: string;
  /** may come from addresses that the organization does not list; kept as sent */
  ipAllowlistExcluded?: boolean;
  /** settings, as sent */
  properties?: Record<string, unknown>;
  /** what it may do by itself; teams and role groups give more */
  grants: Grant[] | 'all';
}

/** A user's part in a team: maintainers manage it as well [docs/platform/access.md#teams]. */
export type MembershipType = 'member' | 'maintainer';

/** A group of an identity provider whose users become members of a team. */
export interface GroupMapping {
  membership_type: MembershipType;
  external_group_name: string;
  provider_id?: string | undefined;
}

/** A team of a root organization [docs/platform/access.md#teams]. */
export interface Team {
  id: string;
  organizationId: string;
  name: string;
  type: 'internal' | 'external' | 'private' | 'shared' | 'legacy';
  /** null for the team of everyone */
  parentId: string | null;
  mappings: GroupMapping[];
  createdAt: string;
  updatedAt: string;
}

/** A user in a team. */
export interface TeamMember {
  teamId: string;
  userId: string;
  membership: MembershipType;
  createdAt: string;
  updatedAt: string;
}

/** A role group, which the web UI calls a role [docs/platform/access.md#role-groups]. */
export interface RoleGroup {
  id: string;
  organizationId: string;
  name: string;
  description: string;
  externalNames: { external_group_name: string; provider_id?: string | undefined }[];
  createdAt: string;
  updatedAt: string;
}

/** A user in a role group. */
export interface RoleGroupMember {
  id: string;
  roleGroupId: string;
  userId: string;
}

/** What a team or a role group lets its users do. */
export interface RoleAssignment {
  id: string;
  /** the team or role group */
  holderId: string;
  grant: Grant;
  createdAt: string;
}

/** A connected application [docs/platform/access.md#connected-apps]. */
export interface ConnectedApp {
  clientId: string;
  clientSecret: string;
  name: string;
  ownerOrganizationId: string;
  grantTypes: string[];
  enabled: boolean;
  grants: Grant[];
  /** where authorization codes may be sent, letter by letter */
  redirectUris?: string[];
  /** `internal`: only users of the organization may consent; `everyone`: users of others too */
  audience?: 'internal' | 'everyone';
  /** has no secret, and so has to prove each sign-in with PKCE */
  isPublic?: boolean;
  /** what else was sent when it was created or changed, by the names of Access Management */
  settings?: Record<string, unknown>;
}

/**
 * Runtime credentials of an environment or an organization [docs/platform/access.md#runtime-credentials]; not a
 * connected app.
 */
export interface Client {
  clientId: string;
  clientSecret: string;
  name: string;
  organizationId: string;
  /** what a PATCH has set, by the names of Access Management */
  settings?: Record<string, unknown>;
}

/** An amount assigned to an organization, and the part of it that is reassigned to its business groups. */
export interface Allotment {
  assigned: number;
  reassigned: number;
}

/** The entitlements of an organization [docs/platform/access.md#entitlements]. */
export interface Entitlements {
  createEnvironments: boolean;
  createSubOrgs: boolean;
  globalDeployment: boolean;
  hybrid: { enabled: boolean };
  flexGateway: { enabled: boolean };
  cloudhub1: { enabled: boolean };
  runtimeFabric: boolean;
  highAvailability: { clustering: boolean };
  managedGatewaySmall: Allotment;
  managedGatewayLarge: Allotment;
  vCoresProduction: Allotment;
  vCoresSandbox: Allotment;
  vCoresDesign: Allotment;
  usageBasedPricing: { muleRuntimeIntegration: { enabled: boolean } };
}

/** An organization or business group [docs/platform/access.md#organizations]. */
export interface Organization {
  id: string;
  name: string;
  domain: string;
  ownerId: string;
  clientId: string;
  parentOrganizationIds: string[];
  subOrganizationIds: string[];
  createdAt: string;
  /** when it was changed last */
  updatedAt?: string;
  /** in minutes; missing where nobody has set it */
  sessionTimeout?: number;
  /** settings of the web UI, as sent */
  properties?: Record<string, unknown>;
  entitlements: Entitlements;
}

/** Types of environment [docs/platform/access.md#environments]. */
export type EnvironmentType = 'production' | 'sandbox' | 'design';

/** An environment [docs/platform/access.md#environments]. */
export interface Environment {
  id: string;
  name: string;
  organizationId: string;
  type: EnvironmentType;
  clientId: string;
}

/** An issued access token. */
export interface Token {
  value: string;
  userId?: string;
  clientId?: string;
  /** the scopes that the user consented to; without them the token has all of its app */
  scopes?: string[];
  /** the consent that it was issued for */
  consentId?: string;
  /** epoch milliseconds */
  issuedAt: number;
  /** epoch milliseconds */
  expiresAt: number;
}

/** What an app asks a user for [docs/platform/authentication.md#oauth-for-people]. */
export interface AuthorizationRequest {
  id: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  state?: string;
  nonce?: string;
  /** of PKCE with S256 (RFC 7636) */
  codeChallenge?: string;
  /** the browser that sent it, by the cookie that only this browser has */
  browser: string;
  /** in each form, so that no other page can send one */
  formToken: string;
  /** the user that has shown who they are, and waits for the second factor unless `isVerified` */
  userId?: string;
  isVerified: boolean;
  /** wrong passwords and codes so far */
  failures: number;
  /** epoch milliseconds */
  expiresAt: number;
}

/** What a user allowed an app. Its code and its tokens are valid as long as it exists. */
export interface Consent {
  id: string;
  clientId: string;
  userId: string;
  scopes: string[];
  redirectUri: string;
  nonce?: string;
  codeChallenge?: string;
  code: string;
  isCodeUsed: boolean;
  /** epoch milliseconds */
  codeExpiresAt: number;
}

/** A refresh token. One that was used stays known, so that its theft is noticed. */
export interface RefreshToken {
  value: string;
  consentId: string;
  isUsed: boolean;
  /** epoch milliseconds */
  issuedAt: number;
  /** epoch milliseconds */
  expiresAt: number;
}
