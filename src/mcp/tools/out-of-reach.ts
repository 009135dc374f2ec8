/** Something that people ask for, that no tool does, and where a person does it. */
export interface OutOfReach {
  /** In the names of tools that somebody may guess. */
  words: RegExp;
  what: string;
  where: string;
}

/** What this server cannot do. A test keeps tools that are added later out of it. */
export const outOfReach: readonly OutOfReach[] = [
  {
    words: /contract|client_?app/,
    what: 'contracts and client applications',
    where: 'API Manager > the API > Contracts',
  },
  { words: /tier/, what: 'SLA tiers', where: 'API Manager > the API > SLA Tiers' },
  { words: /alert|metric|monitor|dashboard/, what: 'alerts and metrics', where: 'Anypoint Monitoring' },
  {
    words: /user|team|role|permission|connected_?app|(create|update|delete|rename)_(environment|organization|business)/,
    what: 'users, permissions, connected apps, environments and business groups',
    where: 'Access Management',
  },
  {
    words: /(private|shared)_?space|vpc|vpn|firewall/,
    what: 'private spaces and networks',
    where: 'Runtime Manager > Private Spaces',
  },
  {
    words: /(create|deploy|delete|undeploy|remove)_(mule_)?app/,
    what: 'the first deployment and the deletion of applications',
    where: 'Runtime Manager > Applications',
  },
  { words: /server_?group/, what: 'server groups', where: 'Runtime Manager > Servers' },
  { words: /secret|certificate|keystore|truststore|tls/, what: 'secrets and TLS contexts', where: 'Secrets Manager' },
];
