/** A Mule runtime of CloudHub 2.0. */
interface MuleRuntime {
  baseVersion: string;
  tag: string;
  channel: 'EDGE' | 'LTS';
  released: string;
  standardEnds: string;
  lifeEnds: string;
}

/**
 * The runtimes that targets have; a made-up selection with the dates of their releases
 * [docs/platform/cloudhub-2.md#support-of-mule-runtimes].
 */
const runtimes: readonly MuleRuntime[] = [
  {
    baseVersion: '4.9.6',
    tag: '6e-java17',
    channel: 'EDGE',
    released: '2025-02-28',
    standardEnds: '2025-11-30',
    lifeEnds: '2026-02-28',
  },
  {
    baseVersion: '4.6.18',
    tag: '9-java17',
    channel: 'LTS',
    released: '2024-02-29',
    standardEnds: '2026-02-28',
    lifeEnds: '2027-02-28',
  },
];

/** The example of the document has seconds [docs/platform/runtime-fabric.md#targets]. */
function seconds(day: string): number {
  return Date.parse(day) / 1000;
}

/** The runtimes of a target. A runtime is named `baseVersion` or `baseVersion:tag` [docs/platform/runtime-fabric.md#targets]. */
export const runtimesOfTargets = [
  {
    type: 'mule',
    versions: runtimes.map(({ baseVersion, tag, channel, released, standardEnds, lifeEnds }) => ({
      baseVersion,
      tag,
      releaseDate: seconds(released),
      minimumTag: tag,
      minimumTagReleaseDate: seconds(released),
      endOfStandardSupportDate: seconds(standardEnds),
      endOfExtendedSupportDate: seconds(lifeEnds),
      endOfLifeSupportDate: seconds(lifeEnds),
      channel,
    })),
  },
];

/** Whether targets have a Mule runtime, named with or without the tag of its build. */
export function hasMuleVersion(name: string): boolean {
  return runtimes.some(({ baseVersion, tag }) => name === baseVersion || name === `${baseVersion}:${tag}`);
}
