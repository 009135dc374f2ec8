import path from 'node:path';
import * as z from 'zod';
import { toolsets } from '../core/tools/toolsets.ts';

/** What is known of a setting besides its type; the README's table is made of it. */
export interface SettingFacts {
  /** Environment variables, the first one ours; the others are the Anypoint CLI's own names. */
  env: readonly string[];
  /** Command-line flag; secrets have none, because command lines are visible to every process. */
  flag?: string;
  /** What stands behind the flag in help texts; absent for a switch. */
  placeholder?: string;
  secret?: boolean;
}

const facts = new Map<z.ZodType, SettingFacts>();

function setting<T extends z.ZodType>(schema: T, description: string, about: SettingFacts): T {
  const described = schema.describe(description);
  facts.set(described, about);
  return described;
}

const text = (): z.ZodString => z.string().trim().min(1);

/** `true`, `1`, `yes`, `on` and their opposites; anything else is an error that says so. */
const yesOrNo = z
  .string()
  .trim()
  .toLowerCase()
  .refine((value) => ['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'].includes(value), 'expected true or false')
  .transform((value) => ['true', '1', 'yes', 'on'].includes(value));

const seconds = (max: number): z.ZodType<number> =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, 'expected a whole number of seconds')
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `expected 1 to ${max}`);

const minutes = (max: number): z.ZodType<number> =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, 'expected a whole number of minutes')
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `expected 1 to ${max}`);

const fewSeconds = (max: number): z.ZodType<number> =>
  z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/, 'expected a number of seconds')
    .transform(Number)
    .refine((value) => value >= 0.02 && value <= max, `expected 0.02 to ${max}`);

/** One of some words, in any case. */
const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.string().trim().toLowerCase().pipe(z.enum(words));

const toolsetList = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
  )
  .pipe(z.array(z.enum(toolsets)).min(1, `expected one or more of ${toolsets.join(', ')}`));

/** Folders, separated as in PATH or by commas. They are what the operator allows, so they do not depend on where the server was started. */
const folderList = z
  .string()
  .transform((value) =>
    value
      .split(new RegExp(`[,${path.delimiter}]`))
      .map((folder) => folder.trim())
      .filter((folder) => folder !== ''),
  )
  .pipe(
    z
      .array(z.string().refine((folder) => path.isAbsolute(folder), 'expected absolute paths of folders'))
      .min(1, 'expected one or more absolute paths of folders'),
  );

/** Every setting of the server, in the order the README shows them. Values arrive as texts. */
export const settingsSchema = z.object({
  clientId: setting(text().optional(), 'Client id of a connected app; the recommended way to sign in', {
    env: ['ANYPOINT_CLIENT_ID'],
  }),
  clientSecret: setting(text().optional(), 'Client secret of the connected app', {
    env: ['ANYPOINT_CLIENT_SECRET'],
    secret: true,
  }),
  username: setting(text().optional(), 'User name; together with a connected app, the user it acts for', {
    env: ['ANYPOINT_USERNAME'],
  }),
  password: setting(z.string().min(1).optional(), 'Password of the user', { env: ['ANYPOINT_PASSWORD'], secret: true }),
  accessToken: setting(text().optional(), 'An access token to use as it is, until it expires', {
    env: ['ANYPOINT_ACCESS_TOKEN', 'ANYPOINT_BEARER'],
    secret: true,
  }),
  region: setting(
    text().optional(),
    'Control plane: `us` (default), `eu`, `gov`, or a Hyperforce region such as `ca1`, `jp1`',
    {
      env: ['ANYPOINT_REGION'],
      flag: '--region',
      placeholder: 'REGION',
    },
  ),
  baseUrl: setting(text().optional(), 'Base URL of the platform, in place of a region', {
    env: ['ANYPOINT_BASE_URL', 'ANYPOINT_HOST'],
    flag: '--base-url',
    placeholder: 'URL',
  }),
  organization: setting(text().optional(), 'Default business group, id or name; without it, the home organization', {
    env: ['ANYPOINT_ORGANIZATION', 'ANYPOINT_ORG'],
    flag: '--organization',
    placeholder: 'NAME',
  }),
  environment: setting(text().optional(), 'Default environment, id or name', {
    env: ['ANYPOINT_ENVIRONMENT', 'ANYPOINT_ENV'],
    flag: '--environment',
    placeholder: 'NAME',
  }),
  readOnly: setting(yesOrNo.default(false), 'Offer and accept only tools that change nothing', {
    env: ['ANYPOINT_READ_ONLY'],
    flag: '--read-only',
  }),
  toolsets: setting(
    toolsetList.optional(),
    `Offer only these toolsets, comma separated: ${toolsets.map((name) => `\`${name}\``).join(', ')}`,
    {
      env: ['ANYPOINT_TOOLSETS'],
      flag: '--toolsets',
      placeholder: 'A,B',
    },
  ),
  emulator: setting(
    yesOrNo.default(false),
    'Work on the embedded platform, started in the same process; no account needed',
    {
      env: ['ANYPOINT_EMULATOR'],
      flag: '--emulator',
    },
  ),
  scenario: setting(text().optional(), 'File with what the embedded platform holds, with `--emulator`', {
    env: ['ANYPOINT_EMULATOR_SCENARIO'],
    flag: '--scenario',
    placeholder: 'FILE',
  }),
  state: setting(text().optional(), 'File in which the embedded platform keeps everything, with `--emulator`', {
    env: ['ANYPOINT_EMULATOR_STATE'],
    flag: '--state',
    placeholder: 'FILE',
  }),
  revealToken: setting(
    yesOrNo.default(false),
    'Show the raw token in `anypoint_get_token`, and the client secret of an environment in `anypoint_get_autodiscovery_properties`',
    {
      env: ['ANYPOINT_REVEAL_TOKEN'],
    },
  ),
  showProperties: setting(
    oneOf(['values', 'names']).default('values'),
    'What is shown of the properties of applications: `values`, except those that look like secrets, or `names` only',
    {
      env: ['ANYPOINT_SHOW_PROPERTIES'],
    },
  ),
  filesDir: setting(
    folderList.optional(),
    'Folders from which `anypoint_update_application` may upload JARs, separated by commas or as in PATH; without it, none',
    {
      env: ['ANYPOINT_FILES_DIR'],
      flag: '--files-dir',
      placeholder: 'PATHS',
    },
  ),
  allowLocalUpstream: setting(
    yesOrNo.default(false),
    'Let `anypoint_create_api` take loopback, link-local and metadata addresses as upstream of a gateway',
    { env: ['ANYPOINT_ALLOW_LOCAL_UPSTREAM'] },
  ),
  policy: setting(
    text().optional(),
    'What may be written and what a person has to agree to: a policy file (YAML or JSON), or `allow`, with which no person is asked, for automation that asks elsewhere; without it, what removes, stops or is in production asks',
    { env: ['ANYPOINT_POLICY'], flag: '--policy', placeholder: 'FILE' },
  ),
  planMinutes: setting(minutes(1440).default(10), 'How long a plan may be applied by its id, min', {
    env: ['ANYPOINT_PLAN_MINUTES'],
  }),
  approvalKey: setting(
    z.string().min(16, 'expected at least 16 characters').optional(),
    'Key of the ids of plans, 16 characters or more; without it, a random one of this process',
    { env: ['ANYPOINT_APPROVAL_KEY'], secret: true },
  ),
  journal: setting(
    oneOf(['required', 'off']).default('required'),
    'Journal of all writes: `required` (what cannot be written down is not done), or `off` (nothing can be looked up, taken back or counted)',
    { env: ['ANYPOINT_JOURNAL'] },
  ),
  waitSeconds: setting(
    seconds(3600).default(45),
    'Default time that a tool waits for work to finish, and for each answer of the user, s; many hosts give up at 60',
    {
      env: ['ANYPOINT_WAIT_SECONDS'],
      flag: '--wait-seconds',
      placeholder: 'N',
    },
  ),
  watchSeconds: setting(
    fewSeconds(3600).default(5),
    'Minimum time between two checks of a resource that a client is subscribed to, s; it grows up to twelvefold while nothing changes',
    {
      env: ['ANYPOINT_WATCH_SECONDS'],
      flag: '--watch-seconds',
      placeholder: 'N',
    },
  ),
  attemptTimeoutSeconds: setting(seconds(600).default(20), 'Time limit of one HTTP exchange, s', {
    env: ['ANYPOINT_ATTEMPT_TIMEOUT_SECONDS'],
    flag: '--attempt-timeout-seconds',
    placeholder: 'N',
  }),
  callTimeoutSeconds: setting(
    seconds(600).default(50),
    'Time limit of one platform call with its repeated attempts, s',
    {
      env: ['ANYPOINT_CALL_TIMEOUT_SECONDS'],
      flag: '--call-timeout-seconds',
      placeholder: 'N',
    },
  ),
  logLevel: setting(
    oneOf(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
    'Least severe log line written to stderr: `error`, `warn`, `info`, `debug`, or `silent`',
    {
      env: ['ANYPOINT_LOG_LEVEL'],
      flag: '--log-level',
      placeholder: 'LEVEL',
    },
  ),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

/** One setting with everything known of it. */
export interface SettingRow extends SettingFacts {
  name: SettingName;
  description: string;
  /** As a text; undefined where there is none. */
  defaultValue: string | undefined;
}

/** The rows of the settings table, in order. */
export function settingRows(): SettingRow[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const about = facts.get(schema) ?? { env: [] };
    const standard = schema.safeParse(undefined);
    const value = standard.success ? standard.data : undefined;
    return {
      // Object.entries forgets that the keys of the shape are the names of the settings.
      name: name as SettingName,
      description: schema.description ?? '',
      defaultValue: value === undefined ? undefined : String(value),
      ...about,
    };
  });
}
