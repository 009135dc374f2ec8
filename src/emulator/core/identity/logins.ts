import type { Store } from '../store.ts';
import { environments, organizations } from './organizations.ts';
import { connectedApps, users } from './people.ts';

/** Credentials to sign in with, and ids to start from. */
export interface EmulatorAccess {
  username: string;
  password: string;
  clientId: string;
  clientSecret: string;
  organizationId: string;
  organizationName: string;
  environmentId: string;
  environmentName: string;
  /** a connected app with read-only access to everything */
  viewer: { clientId: string; clientSecret: string };
  /** a user with a second factor, who gets no token over the API */
  mfaUser: { username: string; password: string };
}

/** The logins of a platform, and the first organization with its first sandbox. */
export function loginsOf(store: Store): EmulatorAccess {
  const people = [...store.of(users).values()];
  const user = people.find(({ enabled, mfa }) => enabled && !mfa);
  const mfaUser = people.find(({ mfa }) => mfa);
  const [app, viewer = app] = [...store.of(connectedApps).values()].filter(({ grantTypes }) =>
    grantTypes.includes('client_credentials'),
  );
  const [organization] = store.of(organizations).values();
  const own = [...store.of(environments).values()].filter((one) => one.organizationId === organization?.id);
  const environment = own.find(({ type }) => type === 'sandbox') ?? own[0];
  return {
    username: user?.username ?? '',
    password: user?.password ?? '',
    clientId: app?.clientId ?? '',
    clientSecret: app?.clientSecret ?? '',
    organizationId: organization?.id ?? '',
    organizationName: organization?.name ?? '',
    environmentId: environment?.id ?? '',
    environmentName: environment?.name ?? '',
    viewer: { clientId: viewer?.clientId ?? '', clientSecret: viewer?.clientSecret ?? '' },
    mfaUser: { username: mfaUser?.username ?? '', password: mfaUser?.password ?? '' },
  };
}
