interface Row {
  prefix: RegExp;
  read: string | readonly string[];
  write: string | readonly string[];
}

/**
 * The connected-app scopes an operation usually needs, by service prefix, in the words of Access Management's own page
 * (reference 2.5). The platform's 403 does not name them.
 */
const scopesByPrefix: readonly Row[] = [
  {
    prefix: /\/accounts\/api\/organizations\/[^/]+\/environments/,
    read: 'View Environment',
    write: 'Manage Environments',
  },
  {
    prefix: /\/accounts\/api\/organizations\/[^/]+\/clients/,
    read: 'View Organization Clients',
    write: 'Admin Particular Organization Clients',
  },
  { prefix: /\/accounts\//, read: 'View Organization', write: 'Organization Administrator' },
  { prefix: /\/hybrid\/api\/v1\/applications/, read: 'Read Applications', write: 'Create Applications' },
  { prefix: /\/(hybrid|standalone)\//, read: 'Read Servers', write: 'Manage Servers' },
  // Nothing published says which of the two opens Gateway Manager.
  {
    prefix: /\/gatewaymanager\//,
    read: ['Read Servers', 'View Managed Gateways'],
    write: ['Manage Servers', 'Manage Managed Gateways'],
  },
  { prefix: /\/runtimefabric\//, read: 'Read Servers', write: 'Manage Settings' },
  { prefix: /\/apimanager\/.*\/(contracts|tiers)/, read: 'View Contracts', write: 'Manage Contracts' },
  { prefix: /\/apimanager\/.*polic/, read: 'View Policies', write: 'Manage Policies' },
  { prefix: /\/(apimanager|proxies)\//, read: 'View APIs Configuration', write: 'Manage APIs Configuration' },
  { prefix: /\/exchange\//, read: 'Exchange Viewer', write: 'Exchange Contributor' },
  { prefix: /\/(cloudhub|amc)\//, read: 'Read Applications', write: 'Create Applications' },
];

/**
 * Names the scope to ask for, quoted; both where it is not known which of two it is, because whoever asks may hold one
 * already. A general phrase for a service without a row.
 */
export function scopesFor(method: string, path: string): string {
  const row = scopesByPrefix.find(({ prefix }) => prefix.test(path));
  if (row === undefined) return 'the permission for this operation';
  const names = [method === 'GET' ? row.read : row.write].flat().map((name) => `"${name}"`);
  const open = names.length > 1 ? ', whichever is not granted yet (it is not documented which one counts)' : '';
  return `the permission ${names.join(' or ')}${open}`;
}
