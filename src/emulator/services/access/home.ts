import type { Call } from '../../core/call.ts';

/** The organization of the caller. */
export function homeOf({ var: { principal } }: Call): string {
  return principal.app?.ownerOrganizationId ?? principal.user?.organizationId ?? '';
}
