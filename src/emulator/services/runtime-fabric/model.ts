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
  /** further members of `network`, as sent */
  network?: Record<string, unknown>;
  /** further settings, as sent */
  settings?: Record<string, unknown>;
  associations?: SpaceAssociation[];
  tlsContexts?: TlsContext[];
  /** epoch ms of the upgrade that is scheduled */
  upgradeAt?: number;
}
