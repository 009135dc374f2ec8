import packageFacts from '../../package.json' with { type: 'json' };

/** The version of this package. */
export const version: string = packageFacts.version;

/** What the platform sees as the client. */
export const userAgent = `anypoint-mcp/${version}`;
