import * as z from 'zod';
import { internalDns, networkBlock, reservedBlocks, spaceName } from './network-rules.ts';
import { ingressLevels } from './private-spaces/ingress-levels.ts';

const environments = z.strictObject({
  type: z.enum(['all', 'sandbox', 'production']),
  businessGroups: z.array(z.string()),
});

const port = z.int().min(0).max(65_535).optional();

/** Ports may be left out: the rule is then for all of them. */
const firewallRules = z.array(
  z
    .strictObject({
      cidrBlock: z.cidrv4(),
      protocol: z.string(),
      fromPort: port,
      toPort: port,
      type: z.enum(['inbound', 'outbound']).default('inbound'),
      description: z.string().optional(),
    })
    .refine(({ fromPort = 0, toPort = 65_535 }) => fromPort <= toPort, 'toPort must not be below fromPort')
    .refine(isOpenable, 'inbound ports below 1024 are not allowed, except 80 and 443'),
);

/** Of the lower ports only those of HTTP and HTTPS can be opened [docs/platform/runtime-fabric.md#firewall-rules]. */
function isOpenable({
  type,
  fromPort,
  toPort,
}: {
  type: string;
  fromPort?: number | undefined;
  toPort?: number | undefined;
}) {
  if (type === 'outbound' || fromPort === undefined || fromPort >= 1024) return true;
  return fromPort === (toPort ?? fromPort) && (fromPort === 80 || fromPort === 443);
}

const network = z.strictObject({
  region: z.string().optional(),
  cidrBlock: networkBlock.optional(),
  vpcId: z.string().optional(),
  reservedCidrs: reservedBlocks,
  internalDns: internalDns.optional(),
});

/** One provider of logs; its settings are texts and flags of its own. */
const provider = z.record(z.string(), z.union([z.string(), z.boolean()], 'must be string')).optional();

const logForwarding = z.strictObject({
  anypointMonitoring: z.boolean().optional(),
  externalLogForwarding: z
    .strictObject({
      azureConfig: provider,
      splunkConfig: provider,
      grayLogConfig: provider,
      elasticSearchConfig: provider,
      cloudWatchConfig: provider,
      syslogConfig: provider,
      dataDogConfig: provider,
      forwardLogs: z
        .strictObject({
          muleApplications: z.boolean().optional(),
          rtfComponents: z.boolean().optional(),
          rtfAppliances: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
});

const ingressConfiguration = z.strictObject({
  readResponseTimeout: z.int().min(1).max(3600).optional(),
  protocol: z.string().optional(),
  logs: z
    .strictObject({
      portLogLevel: z.enum(ingressLevels).optional(),
      filters: z.array(z.strictObject({ ip: z.ipv4(), level: z.enum(ingressLevels).default('DEBUG') })).optional(),
    })
    .optional(),
  deployment: z.strictObject({ status: z.string().optional(), lastSeenTimestamp: z.number().optional() }).optional(),
  isIstioIngressEnabled: z.boolean().optional(),
  isLoggingEnabledForIstio: z.boolean().optional(),
});

/** What both requests take and a space shows as it was sent. */
const settings = {
  managedFirewallRules: firewallRules.optional(),
  logForwarding: logForwarding.optional(),
  ingressConfiguration: ingressConfiguration.optional(),
  enableIAMRole: z.boolean().optional(),
  enableEgress: z.boolean().optional(),
  edgeHpaConfigs: z
    .strictObject({
      minReplicas: z.int().optional(),
      maxReplicas: z.int().optional(),
      targetCpu: z.int().optional(),
    })
    .optional(),
  flavor: z.string().optional(),
};

/**
 * A private space to create. Terraform sends `region` at the top level instead of in `network`: both are accepted
 * [docs/platform/disagreements.md#private-space-create].
 */
export const createBody = z.strictObject({
  name: spaceName,
  region: z.string().optional(),
  network: network.optional(),
  environments: environments.optional(),
  firewallRules: firewallRules.optional(),
  ...settings,
});

/** What of a private space can be changed [docs/platform/runtime-fabric.md#private-spaces]. */
export const patchBody = z.strictObject({
  name: spaceName.optional(),
  environments: environments.optional(),
  network: network.optional(),
  firewallRules: firewallRules.optional(),
  ...settings,
});

/** A change of a private space. */
export type SpaceChange = z.output<typeof patchBody>;
