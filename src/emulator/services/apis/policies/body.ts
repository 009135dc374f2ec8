import * as z from 'zod';

const order = z.int().min(1);

const pointcut = z.array(
  z.strictObject({ methodRegex: z.string().default('.*'), uriTemplateRegex: z.string().default('.*') }),
);

/** Members that say again what the coordinates and the path say: the CLI sends them [docs/platform/cli.md#policies]. */
const redundant = {
  id: z.union([z.int(), z.string()]).nullish(),
  apiId: z.union([z.int(), z.string()]).nullish(),
  apiVersionId: z.union([z.int(), z.string()]).nullish(),
  policyTemplateId: z.union([z.int(), z.string()]).nullish(),
  upstreamId: z.string().nullish(),
};

const coordinates = {
  groupId: z.string().optional(),
  assetId: z.string().optional(),
  assetVersion: z.string().optional(),
  configurationData: z.record(z.string(), z.unknown()).nullish(),
  label: z.string().nullish(),
};

/** A request to apply a policy to requests [docs/platform/policies.md#apply]. */
export const applyBody = z.strictObject({
  ...coordinates,
  ...redundant,
  pointcutData: pointcut.nullish(),
  order: order.nullish(),
  disabled: z.boolean().optional(),
  upstreamIds: z.array(z.string()).max(0, 'must be empty for an inbound policy').nullish(),
});

/** A request to apply a policy to upstreams, whose schema is stricter [docs/platform/policies.md#outbound-policies]. */
export const outboundBody = z.strictObject({
  ...coordinates,
  ...redundant,
  pointcutData: pointcut.optional(),
  order: order.optional(),
  disabled: z.boolean().optional(),
  upstreamIds: z.array(z.string()),
});

/** What of a policy can be changed. Clients repeat its coordinates, of which only the version can be another one. */
export const changeBody = z.strictObject({
  ...coordinates,
  ...redundant,
  pointcutData: pointcut.nullish(),
  order: order.nullish(),
  disabled: z.boolean().optional(),
  upstreamIds: z.array(z.string()).nullish(),
});

/** Only `order` counts; whole policies may be sent [docs/platform/policies.md#operations]. */
export const reorderBody = z.array(z.looseObject({ id: z.int(), order }));

/** The rule of an automated policy [docs/platform/policies.md#automated-policies]. */
export const ruleBody = z.strictObject({
  organizationId: z.string().optional(),
  environmentId: z.string().toLowerCase(),
  technologies: z.array(z.enum(['mule4', 'flexGateway'])).nullish(),
  range: z.strictObject({ from: z.string(), to: z.string().optional() }).nullish(),
  javaVersions: z.array(z.string()).nullish(),
});

/** A request to create an automated policy. */
export const automatedBody = z.strictObject({
  ruleOfApplication: ruleBody,
  groupId: z.string().optional(),
  assetId: z.string().optional(),
  assetVersion: z.string().optional(),
  configurationData: z.record(z.string(), z.unknown()),
  pointcutData: pointcut.nullish(),
  order: order.nullish(),
  disabled: z.boolean().optional(),
});

/** What of an automated policy can be changed. */
export const automatedChange = automatedBody.partial();
