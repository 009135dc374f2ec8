/** What other services read: the facts of this one. Nothing that writes, plans or serves a tool is exported. */
export { applicationsNamingApi, listApplications, readApplication, unreadableText } from './applications.ts';
export { appVariablePrefix, appVariables } from './credentials.ts';
export type { ApplicationDetail } from './facts.ts';
export { applicationKinds } from './facts.ts';
export { readLog } from './logs.ts';
export { type Autodiscovery, autodiscoveryNames, autodiscoveryOf, namesApi, secureMark } from './properties.ts';
