import { Pipeline } from './calls/pipeline.ts';
import type { LoadedParts, PartsOptions } from './parts.ts';
import { promptParts } from './prompts/prompts-parts.ts';
import { backgroundClock } from './resources/background-clock.ts';
import { PlatformResources } from './resources/platform-resources.ts';
import { readResource, resourceError } from './resources/read-resource.ts';
import { ResourceWatch } from './resources/watch.ts';
import { withUnoffered } from './tools/disabled-tools.ts';
import { findTool, offeredTools, type ToolSelection } from './tools/offered-tools.ts';
import { type ListedTool, listedTool } from './tools/tool-schema.ts';

/** Loads tools, schemas and the session behind them. The session itself is made by the first call that needs it. */
export function loadParts(options: PartsOptions): LoadedParts {
  const selection: ToolSelection = { readOnly: options.settings.readOnly, toolsets: options.settings.toolsets };
  const session = once(options.createSession);
  const pipeline = new Pipeline({ session, secrets: options.secrets, log: options.log });
  const resources = new PlatformResources({ session, toolsets: selection.toolsets });
  const watch = new ResourceWatch({
    read: (uri, signal) => resources.read(uri, signal),
    failures: () => resources.failures(),
    clock: options.watchClock ?? backgroundClock,
    log: options.log,
    shortestMs: options.settings.watchSeconds * 1000,
  });
  const guides = promptParts({
    ...{ session, secrets: options.secrets, log: options.log },
    offers: (tool) => !('problem' in findTool(tool, selection)),
    templates: () => resources.templates().map(({ uriTemplate }) => uriTemplate),
  });
  let list: readonly ListedTool[] | undefined;
  return {
    ...guides,
    toolList() {
      list ??= offeredTools(selection).map(listedTool);
      return list;
    },
    findTool: (name) => findTool(name, selection),
    pipeline: {
      call: async (...call) => withUnoffered(await pipeline.call(...call), selection),
    },
    resources,
    readResource: async (uri, signal) =>
      uri.startsWith('skill://')
        ? (await guides.skills()).read(uri)
        : readResource(resources, options.secrets, uri, signal),
    watchResource: (uri, onChange) =>
      watch.watch(uri, onChange).catch((error: unknown) => {
        throw resourceError(error, uri, options.secrets);
      }),
    expectChange: () => watch.expectChange(),
  };
}

/** Makes the value with the first call, and again only if that failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
