import type { Timed } from '../../core/transitions.ts';

/** A firewall rule of a private space [docs/platform/runtime-fabric.md#private-spaces]. */
export interface FirewallRule {
  cidrBlock: string;
  protocol: string;
  /** both are left out where a rule is for all ports */
  fromPort?: number | undefined;
  toPort?: number | undefined;
  type?: string | undefined;
  description?: string | undefined;
}

/** Environments that may use a private space [docs/platform/runtime-fabric.md#associations]. */
export interface SpaceAssociation {
  id: string;
  /** an id, or `all` */
  organizationId: string;
  /** an id, or `all`, `production` or `sandbox` */
  environmentId: string;
}

/** A TLS context of a private space: what is shown of it. Keys are checked and not kept. */
export interface TlsContext {
  id: string;
  name: string;
  keyStore: Record<string, unknown>;
  trustStore?: Record<string, unknown> | undefined;
  ciphers: Record<string, boolean>;
}

/** A connection of a private space to another network [docs/platform/runtime-fabric.md#connections]. */
export interface SpaceConnection {
  id: string;
  name: string;
  vpns: SpaceVpn[];
}

/** A VPN of a connection. Keys shared in advance are not kept. */
export interface SpaceVpn {
  /** the id at the provider */
  id: string;
  vpnId: string;
  name: string;
  localAsn: number;
  remoteAsn?: number;
  remoteIpAddress: string;
  staticRoutes: string[];
  vpnTunnels: Record<string, unknown>[];
  awsId?: string;
  ch1VpnId?: string;
  connectionStatus: Timed<string>;
}

/** A transit gateway that a private space is attached to [docs/platform/runtime-fabric.md#transit-gateways]. */
export interface TransitGateway {
  id: string;
  name: string;
  resourceShareId: string;
  resourceShareAccount: string;
  routes: string[];
  isAttached: Timed<boolean>;
}

/**
 * A transit gateway that was detached from its private space, and is still in the organization
 * [docs/platform/runtime-fabric.md#transit-gateways].
 */
export interface DetachedTransitGateway extends Omit<TransitGateway, 'isAttached'> {
  organizationId: string;
  region: string;
}

/** Rules for what applications may reach [docs/platform/runtime-fabric.md#egress]. */
export interface EgressRuleGroup {
  id: string;
  name: string;
  rules: Record<string, unknown>[];
  isDefault: boolean;
}

/** A CloudHub 2.0 private space [docs/platform/runtime-fabric.md#private-spaces]. */
export interface PrivateSpace {
  id: string;
  name: string;
  organizationId: string;
  status: Timed<string>;
  region: string;
  cidrBlock: string;
  inboundStaticIps: string[];
  /** the wildcard domains of its ingress */
  domains: string[];
  environments: { type: 'all' | 'production' | 'sandbox'; businessGroups: string[] };
  firewallRules: FirewallRule[];
  /** was created without a network, which a change adds [docs/platform/disagreements.md#private-space-create] */
  lacksNetwork?: boolean;
  /** further members of `network`, as sent */
  network?: Record<string, unknown>;
  /** further settings, as sent */
  settings?: Record<string, unknown>;
  associations?: SpaceAssociation[];
  tlsContexts?: TlsContext[];
  /** epoch ms of the upgrade that is scheduled */
  upgradeAt?: number;
  connections?: SpaceConnection[];
  transitGateways?: TransitGateway[];
  egress?: EgressRuleGroup[];
  /** the networks that are reached through the internet gateway, with their state; missing: all */
  internetRoutes?: Record<string, Timed<string>>;
  /** epoch ms from which its AWS service role is there */
  iamRoleAt?: number;
}
