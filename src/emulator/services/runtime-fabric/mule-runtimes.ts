/** How long a line of Mule runtimes is supported. */
export interface MuleSupport {
  released: string;
  standardEnds: string;
  lifeEnds: string;
}

/** Lines of Mule runtimes, by version and channel [docs/platform/cloudhub-2.md#support-of-mule-runtimes]. */
const lines: Readonly<Record<string, MuleSupport>> = {
  '4.9 EDGE': { released: '2025-02-28', standardEnds: '2025-11-30', lifeEnds: '2026-02-28' },
  '4.9 LTS': { released: '2025-02-28', standardEnds: '2027-08-31', lifeEnds: '2028-02-29' },
  '4.6 LTS': { released: '2024-02-29', standardEnds: '2026-08-31', lifeEnds: '2027-02-28' },
  // No source has its release; this one is made up. Of the other two, the months are known.
  '4.4 NONE': { released: '2021-10-31', standardEnds: '2024-10-31', lifeEnds: '2025-10-31' },
};

/** The support of a Mule runtime. */
export function supportOf(version: string, channel: string): MuleSupport {
  const line = lines[`${version.split('.').slice(0, 2).join('.')} ${channel}`];
  if (line === undefined) throw new Error(`The support of Mule ${version} ${channel} is not in the table`);
  return line;
}

/** The runtimes that targets have; a made-up selection. */
const runtimes = [
  { baseVersion: '4.9.6', tag: '6e-java17', channel: 'EDGE' },
  { baseVersion: '4.6.18', tag: '9-java17', channel: 'LTS' },
];

/** The example of the document has seconds [docs/platform/runtime-fabric.md#targets]. */
function seconds(day: string): number {
  return Date.parse(day) / 1000;
}

/** The runtimes of a target. A runtime is named `baseVersion` or `baseVersion:tag` [docs/platform/runtime-fabric.md#targets]. */
export const runtimesOfTargets = [
  {
    type: 'mule',
    versions: runtimes.map(({ baseVersion, tag, channel }) => {
      const { released, standardEnds, lifeEnds } = supportOf(baseVersion, channel);
      return {
        baseVersion,
        tag,
        releaseDate: seconds(released),
        minimumTag: tag,
        minimumTagReleaseDate: seconds(released),
        endOfStandardSupportDate: seconds(standardEnds),
        endOfExtendedSupportDate: seconds(lifeEnds),
        endOfLifeSupportDate: seconds(lifeEnds),
        channel,
      };
    }),
  },
];

/** Whether targets have a Mule runtime, named with or without the tag of its build. */
export function hasMuleVersion(name: string): boolean {
  return runtimes.some(({ baseVersion, tag }) => name === baseVersion || name === `${baseVersion}:${tag}`);
}
