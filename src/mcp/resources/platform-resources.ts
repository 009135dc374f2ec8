import { AnswerCallWriter } from '../../core/tools/call-writer.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { abortError } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import { Outlet } from '../outlet.ts';
import { callContext, type Session } from '../session.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';
import { fillTemplate, isFixed, matchAddress } from './addresses.ts';
import { type ResourceDefinition, readDefinition, resourceDefinitions } from './catalog.ts';
import { lastModifiedOf } from './result-facts.ts';

interface Described {
  name: string;
  title: string;
  description: string;
  mimeType: string;
}

/** A resource as `resources/list` shows it. */
export interface ListedResource extends Described {
  uri: string;
  annotations?: { lastModified: string };
}

/** Hosts list resources when they start, so the platform has only this long to answer, ms. */
const maxListingWaitMs = 3_000;
/** Single things of a kind that are listed; the others are found through the listing itself or completion. */
const maxSinglesListed = 100;
/** Longest name in a list for people, characters. */
const maxName = 120;

/** The platform's current state as JSON resources, as far as the operator offers their toolsets. */
export class PlatformResources {
  readonly #session: () => Promise<Session>;
  readonly #tools: OfferedTools;
  readonly #outlet: Outlet;
  readonly #definitions: readonly ResourceDefinition[];
  readonly #maxWaitMs: number;

  constructor(options: {
    session: () => Promise<Session>;
    tools: OfferedTools;
    secrets: Secrets;
    maxWaitMs?: number;
  }) {
    this.#session = options.session;
    this.#tools = options.tools;
    this.#outlet = new Outlet(options.secrets);
    this.#definitions = resourceDefinitions.filter(({ tool }) => !options.tools.isDisabled(tool));
    this.#maxWaitMs = options.maxWaitMs ?? maxListingWaitMs;
  }

  /**
   * The listings of the default environment, and each single thing in them: that is what people pick from in a host. It
   * costs one read a kind, at the same time. When the platform does not answer soon, no environment is the default one,
   * or the server is not signed in, the listings alone are listed, so that a host can always start.
   *
   * Single things have addresses made of ids, which a rename does not break; templates take names as well.
   */
  async list(signal: AbortSignal): Promise<ListedResource[]> {
    const fixed = this.#definitions.filter(isFixed);
    const plain = fixed.map((definition) => ({ uri: definition.template, ...described(definition) }));
    const live = await this.#live(signal).catch(() => undefined);
    if (live === undefined) return plain;
    return [...plain.map((resource) => ({ ...resource, ...modified(live.lists.get(resource.uri)) })), ...live.singles];
  }

  /** Resources whose address names an organization, an environment or a single thing. */
  templates(): (Described & { uriTemplate: string })[] {
    return this.#definitions
      .filter((definition) => !isFixed(definition))
      .map((definition) => ({ uriTemplate: definition.template, ...described(definition) }));
  }

  /**
   * Reads one from the platform as it is now; undefined for an unknown address. `missing` receives what it lacks.
   * @throws Failure
   */
  async read(
    uri: string,
    signal: AbortSignal,
    missing?: ToolContext['missing'],
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const matched = matchAddress(uri, this.#definitions);
    if (matched === undefined) return undefined;
    return readDefinition(matched.definition, matched.variables, this.#context(await this.#session(), signal, missing));
  }

  /**
   * The one address of what an address leads to, made of ids: the same thing may be named by id or by name, in any case and
   * encoding, in a place that is named or the default one. While that cannot be found out, only the encoding is unified.
   */
  async canonical(uri: string): Promise<string> {
    const matched = matchAddress(uri, this.#definitions);
    if (matched === undefined) return uri;
    const { definition, variables } = matched;
    const signal = AbortSignal.timeout(this.#maxWaitMs);
    try {
      return await Promise.race([
        this.#addressOfIds(definition, variables, signal),
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(abortError()), { once: true });
        }),
      ]);
    } catch {
      return fillTemplate(definition.template, variables).normalize('NFC');
    }
  }

  async #addressOfIds(
    definition: ResourceDefinition,
    variables: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<string> {
    const { tool, single } = definition;
    const ctx = this.#context(await this.#session(), signal);
    const where = {
      organization: variables['organization'],
      environment: variables['environment'],
      naming: ctx.naming,
    };
    const place = async (): Promise<Record<string, string>> => {
      if (tool.scope === 'account') return {};
      if (tool.scope === 'organization') return { organization: (await ctx.directory.organization(where)).id };
      const { organizationId, environmentId } = await ctx.directory.place(where);
      return { organization: organizationId, environment: environmentId };
    };
    const thing = async (): Promise<Record<string, string>> => {
      if (single === undefined) return {};
      const { [single.variable]: found } = await readDefinition(definition, variables, ctx);
      return isObject(found) && typeof found['id'] === 'string' ? { [single.variable]: found['id'] } : {};
    };
    const [ofPlace, ofThing] = await Promise.all([place(), thing()]);
    const named = this.#definitions.find((other) => other.tool === tool && !isFixed(other)) ?? definition;
    return fillTemplate(named.template, { ...variables, ...ofPlace, ...ofThing });
  }

  #context(session: Session, signal: AbortSignal, missing: ToolContext['missing'] = () => undefined): ToolContext {
    return callContext(session, { calls: new AnswerCallWriter(this.#tools), signal, missing });
  }

  /** The listings of the default environment that arrive in time; others are left out. */
  async #live(caller: AbortSignal): Promise<Live> {
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(), this.#maxWaitMs);
    const signal = AbortSignal.any([caller, timeUp.signal]);
    try {
      signal.throwIfAborted();
      return await Promise.race([
        this.#readLive(signal),
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('The platform did not answer in time.')), {
            once: true,
          });
        }),
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  #shown({ name, ...row }: Row): Row {
    return { ...row, name: this.#outlet.line(name, maxName) };
  }

  async #readLive(signal: AbortSignal): Promise<Live> {
    const ctx = this.#context(await this.#session(), signal);
    const place = await ctx.directory.place({ naming: 'exact' });
    const singles = this.#definitions.filter(({ single }) => single !== undefined);
    const lists = new Map<string, Readonly<Record<string, unknown>>>();
    await Promise.all(
      singles.map(async ({ single }) => {
        const listing = this.#definitions.find(({ template }) => template === single?.listing);
        if (listing === undefined) return;
        const result = await readDefinition(listing, {}, ctx).catch(() => undefined);
        if (result !== undefined) lists.set(listing.template, result);
      }),
    );
    const where = { organization: place.organizationId, environment: place.environmentId };
    return {
      lists,
      singles: singles.flatMap((definition) => {
        const rows = rowsIn(lists.get(definition.single?.listing ?? ''), definition.single?.rows ?? '');
        return rows
          .filter(({ id }) => this.#outlet.shows(id))
          .slice(0, maxSinglesListed)
          .map((row) => listedSingle(definition, this.#shown(row), where));
      }),
    };
  }
}

interface Live {
  /** Results by address. */
  lists: ReadonlyMap<string, unknown>;
  singles: readonly ListedResource[];
}

interface Row {
  id: string;
  name: string;
}

function rowsIn(result: unknown, member: string): readonly Row[] {
  if (typeof result !== 'object' || result === null) return [];
  const rows: unknown = Object.getOwnPropertyDescriptor(result, member)?.value;
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function isRow(row: unknown): row is Row {
  return (
    typeof row === 'object' &&
    row !== null &&
    'id' in row &&
    typeof row.id === 'string' &&
    'name' in row &&
    typeof row.name === 'string'
  );
}

function listedSingle(
  definition: ResourceDefinition,
  row: Row,
  where: { organization: string; environment: string },
): ListedResource {
  const { template, title, description, single } = definition;
  const name = row.name || row.id;
  return {
    uri: fillTemplate(template, { ...where, [single?.variable ?? '']: row.id }),
    name,
    title: `${title} ${name}`,
    description,
    mimeType,
    ...modified(row),
  };
}

const mimeType = 'application/json';

function described({ name, title, description }: ResourceDefinition): Described {
  return { name, title, description, mimeType };
}

function modified(result: unknown): { annotations?: { lastModified: string } } {
  const lastModified = lastModifiedOf(result);
  return lastModified === undefined ? {} : { annotations: { lastModified } };
}
