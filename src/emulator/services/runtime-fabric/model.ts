import type { Timed } from '../../core/transitions.ts';

/** A firewall rule of a private space [docs/platform/runtime-fabric.md#private-spaces]. */
export interface FirewallRule {
  cidrBlock: string;
  protocol: string;
  fromPort: number;
  toPort: number;
  type?: string | undefined;
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
}
