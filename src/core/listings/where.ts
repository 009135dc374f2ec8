import * as z from 'zod';
import { platformText } from '../../platform/reading.ts';
import { environmentOf, environmentOutput, inEnvironment } from '../place/environment-output.ts';
import { count, quote } from '../text/quote.ts';
import type { EnteredPlaces } from '../tools/call-place.ts';
import { isInEnvironment, isInOrganization, type ScopeKind, type ToolContext } from '../tools/context.ts';

const organizationOutput = z.object({ id: z.string(), name: platformText });

/** Where a result is from: one environment, one business group, or how many of them. */
const whereShape = {
  environment: environmentOutput.optional(),
  organization: organizationOutput.optional(),
  /** How many environments were read, where it were several. */
  environmentCount: z.number().optional(),
  /** How many business groups were read, where it were several. */
  organizationCount: z.number().optional(),
};

/** Where a result is from, as results say it. */
export type Where = z.output<z.ZodObject<typeof whereShape>>;

/** The members of {@link Where} that results of a scope have. */
export function whereOutput(kind: ScopeKind): Partial<typeof whereShape> {
  const { environment, organization, environmentCount, organizationCount } = whereShape;
  if (kind === 'account') return {};
  if (kind === 'organization') return { organization, organizationCount };
  return { environment, organization, environmentCount, organizationCount };
}

/** Where a call about one place reads. */
export function whereOf(ctx: ToolContext): Where {
  if (isInEnvironment(ctx)) return { environment: environmentOf(ctx.place) };
  if (!isInOrganization(ctx)) return {};
  const { id, name } = ctx.organization;
  return { organization: { id, name } };
}

/** Where a call about several places reads. */
export function whereAcross({ entered, unread }: EnteredPlaces<ScopeKind>): Where {
  const contexts = entered.map(({ ctx }) => ctx);
  const environments = contexts.filter(isInEnvironment).length;
  const groups = new Map(contexts.filter(isInOrganization).map(({ organization }) => [organization.id, organization]));
  const [only, ...others] = groups.values();
  const isOne = only !== undefined && others.length === 0 && unread.length === 0;
  return {
    ...(isOne
      ? { organization: { id: only.id, name: only.name } }
      : { organizationCount: groups.size + unread.length }),
    ...(environments === 0 ? {} : { environmentCount: environments }),
  };
}

/** `"Sandbox" of "Acme"`, `business group "Acme" (id)`, `3 environments of "Acme"`, or `12 environments of 3 business groups`. */
export function whereText({ environment, organization, environmentCount, organizationCount = 1 }: Where): string {
  if (environment !== undefined) return inEnvironment(environment);
  if (environmentCount === undefined) {
    if (organization === undefined) return count(organizationCount, 'business group');
    return `business group ${quote(organization.name)} (${organization.id})`;
  }
  const groups = organization === undefined ? count(organizationCount, 'business group') : quote(organization.name);
  return `${count(environmentCount, 'environment')} of ${groups}`;
}
