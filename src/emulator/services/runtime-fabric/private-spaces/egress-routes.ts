import * as z from 'zod';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { EgressRuleGroup, PrivateSpace } from '../model.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';

const all = `${spacePath}/egress` as const;
const one = `${all}/{ruleGroupId}` as const;
const { read, manage } = spaceScopes;

const port = z.int().min(0).max(65_535);

/** Names like `*.example.com` are not supported, nor are two hyphens in a row [docs/platform/runtime-fabric.md#egress]. */
const domain = z
  .string()
  .regex(
    /^(?!.*--)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'must be a domain name',
  );

/** The name of a group and that of its space make the name that is generated for it. */
const maxGeneratedName = 53;

/** All groups and rules of a space together. */
const maxEntries = 800;

const body = z.strictObject({
  name: z.string().trim().min(1),
  rules: z
    .array(
      z.strictObject({
        domains: z.array(domain).optional(),
        cidrBlocks: z.array(z.cidrv4()).optional(),
        protocol: z.string().optional(),
        fromPort: port.optional(),
        toPort: port.optional(),
        description: z.string().optional(),
      }),
    )
    .default([]),
});

/** Groups of rules for what applications may reach from a private space [docs/platform/runtime-fabric.md#egress]. */
export const egressRoutes: readonly Route[] = [
  spaceApi.organization('GET', all, read, (c, organization) => c.json(spaceOf(c, organization).egress ?? [])),

  // 200, not 201 [docs/platform/runtime-fabric.md#egress].
  spaceApi.organization('POST', all, manage, async (c, organization) => {
    const space = spaceOf(c, organization);
    requireJson(c);
    const sent = await readBody(c, body, fail);
    requireUsableName(space, sent.name);
    requireRoom(space, 1 + sent.rules.length);
    const group: EgressRuleGroup = { id: crypto.randomUUID(), ...sent, isDefault: false };
    space.egress = [...(space.egress ?? []), group];
    return c.json(group);
  }),

  spaceApi.organization('GET', one, read, (c, organization) =>
    c.json(groupIn(spaceOf(c, organization), c.req.param('ruleGroupId'))),
  ),

  spaceApi.organization('PATCH', one, manage, async (c, organization) => {
    const space = spaceOf(c, organization);
    const group = groupIn(space, c.req.param('ruleGroupId'));
    const sent = await readBody(c, body, fail);
    if (sent.name !== group.name) {
      if (group.isDefault) throw fail(400, 'The default rule group cannot be renamed');
      requireUsableName(space, sent.name);
    }
    requireRoom(space, sent.rules.length - group.rules.length);
    return c.json(Object.assign(group, sent));
  }),

  spaceApi.organization('DELETE', one, manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const { id, isDefault } = groupIn(space, c.req.param('ruleGroupId'));
    if (isDefault) throw fail(400, 'The default rule group cannot be deleted');
    space.egress = (space.egress ?? []).filter((other) => other.id !== id);
    return c.json({});
  }),
];

function groupIn({ egress }: PrivateSpace, id: string): EgressRuleGroup {
  return requirePart(egress, id, 'Egress rule group');
}

/** @throws PlatformError 400, 409 */
function requireUsableName({ name: spaceName, egress = [] }: PrivateSpace, name: string): void {
  const { length } = `${name}-${spaceName}`;
  if (length > maxGeneratedName) {
    throw fail(400, `name: with the name of the space it may have ${maxGeneratedName} characters, and has ${length}`);
  }
  if (egress.some((other) => other.name === name)) throw fail(409, `A rule group named ${name} already exists`);
}

/** @throws PlatformError 400 */
function requireRoom({ egress = [] }: PrivateSpace, more: number): void {
  const entries = egress.reduce((sum, { rules }) => sum + 1 + rules.length, 0) + more;
  if (entries > maxEntries) throw fail(400, `A private space has at most ${maxEntries} egress rules and groups`);
}
