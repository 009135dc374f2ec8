import { dataPlanePath } from './data-plane/hosts.ts';

const uuid = /\/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}(?=\/|$)/gi;

/**
 * The path that the routes see. Clients send slashes twice and at the end, and UUIDs in upper case; the platform takes
 * them [docs/platform/conventions.md#ids-and-times]. Applications on the data plane get their path as it was sent.
 */
export function routedPath(path: string): string {
  if (path.startsWith(`${dataPlanePath}/`)) return path;
  const single = path.replace(/\/{2,}/g, '/');
  const trimmed = single.length > 1 ? single.replace(/\/$/, '') : single;
  return trimmed.replace(uuid, (id) => id.toLowerCase());
}

/** A pattern for the paths of a route, with `{parameters}`. */
export function patternOf(template: string): RegExp {
  const parts = template.split(/(\{\w+\}|\*$)/).map((part) => {
    if (part.startsWith('{')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
