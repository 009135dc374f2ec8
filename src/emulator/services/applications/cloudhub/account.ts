import type { User } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import type { Store } from '../../../core/store.ts';
import type { CloudHubApplication } from '../model.ts';

/**
 * The id of a user in CloudHub 1.0, which is not that of Access Management
 * [docs/platform/applications.md#account-and-organization].
 */
export function accountIdOf({ id }: Pick<User, 'id'>): string {
  return hexFrom('account', id).slice(0, 24);
}

/** Who changed an application last; nulls where only a scenario made it, or the user no longer exists. */
export function changerOf(store: Store, { changedBy }: Readonly<CloudHubApplication>) {
  const user = changedBy === undefined ? undefined : store.of(users).get(changedBy);
  return { userId: user === undefined ? null : accountIdOf(user), userName: user?.username ?? null };
}
