/** One scope a principal holds; without `org` or `envId` it holds everywhere (reference 2.5). */
export interface Grant {
  scope: string;
  context_params: { org?: string; envId?: string };
}

/** A person who can sign in. */
export interface User {
  id: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  email: string;
  organizationId: string;
  enabled: boolean;
  /** must finish a second step in a browser, so signing in over the API yields no token (reference 1.1) */
  mfa: boolean;
  createdAt: string;
  grants: Grant[] | 'all';
}

/** A connected application (reference 2.5). */
export interface ConnectedApp {
  clientId: string;
  clientSecret: string;
  name: string;
  ownerOrganizationId: string;
  grantTypes: string[];
  enabled: boolean;
  grants: Grant[];
}

/** Runtime credentials of an environment or an organization (reference 2.4); not a connected app. */
export interface Client {
  clientId: string;
  clientSecret: string;
  name: string;
  organizationId: string;
}

/** Assigned to the group itself, and passed on to groups below it. */
export interface Allotment {
  assigned: number;
  reassigned: number;
}

/** What an organization has bought (reference 2.2). */
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

/** An organization or business group (reference 2.2). */
export interface Organization {
  id: string;
  name: string;
  domain: string;
  ownerId: string;
  clientId: string;
  parentOrganizationIds: string[];
  subOrganizationIds: string[];
  createdAt: string;
  entitlements: Entitlements;
}

/** Types of environment [spec:am]. */
export type EnvironmentType = 'production' | 'sandbox' | 'design';

/** An environment (reference 2.3). */
export interface Environment {
  id: string;
  name: string;
  organizationId: string;
  type: EnvironmentType;
  clientId: string;
}

/** An access token that was handed out. */
export interface Token {
  value: string;
  userId?: string;
  clientId?: string;
  /** epoch milliseconds */
  issuedAt: number;
  /** epoch milliseconds */
  expiresAt: number;
}
