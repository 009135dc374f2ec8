import type { Toolset } from '../tools/toolsets.ts';
import {
  matchResource,
  type ResourceContext,
  type ResourceDefinition,
  readDefinition,
  resourceDefinitions,
} from './catalogue.ts';

interface ListedResource {
  name: string;
  title: string;
  description: string;
  mimeType: string;
}

/** The platform's current listings as JSON resources, as far as the operator offers their toolsets. */
export class PlatformResources {
  readonly #session: () => Promise<Omit<ResourceContext, 'signal'>>;
  readonly #definitions: readonly ResourceDefinition[];

  constructor(options: {
    session: () => Promise<Omit<ResourceContext, 'signal'>>;
    toolsets: readonly Toolset[] | undefined;
  }) {
    this.#session = options.session;
    this.#definitions = resourceDefinitions.filter(({ toolset }) => options.toolsets?.includes(toolset) ?? true);
  }

  /** Resources with a fixed address. */
  list(): (ListedResource & { uri: string })[] {
    return this.#definitions
      .filter(({ template }) => !template.includes('{'))
      .map((definition) => ({ uri: definition.template, ...listed(definition) }));
  }

  /** Resources whose address names an organization, an environment or a single thing. */
  templates(): (ListedResource & { uriTemplate: string })[] {
    return this.#definitions
      .filter(({ template }) => template.includes('{'))
      .map((definition) => ({ uriTemplate: definition.template, ...listed(definition) }));
  }

  /** Reads one from the platform as it is now; undefined for an address that is none of ours. @throws Failure */
  async read(uri: string, signal: AbortSignal): Promise<unknown> {
    const matched = matchResource(uri, this.#definitions);
    if (matched === undefined) return undefined;
    return readDefinition(matched.definition, matched.variables, { ...(await this.#session()), signal });
  }
}

function listed({ name, title, description }: ResourceDefinition): ListedResource {
  return { name, title, description, mimeType: 'application/json' };
}
