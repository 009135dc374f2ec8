import { isObject, type JsonObject, textOf } from '../json.ts';

/** Where extracted data come from, and what was changed: the notice that Apache-2.0 (section 4) asks for. */
export interface Origin {
  repository: string;
  commit: string;
  file: string;
  copyright: string;
  licence: string;
  changes: readonly string[];
}

/** Copyright and licence by repository, as in its licence file. Documents of other repositories are not taken. */
const licences: Readonly<Record<string, Pick<Origin, 'copyright' | 'licence'>>> = {
  'https://github.com/mulesoft/mulesoft-dx': {
    copyright: 'Copyright (c) 2026 Salesforce, Inc.',
    licence: 'Apache-2.0',
  },
};

const reduced =
  'Reduced to data by npm run contract:extract: no prose, no values of examples, no extensions (README.md).';

/**
 * The origin of a document by its `info.x-source`: an object, or a text as in
 * `mulesoft/mulesoft-dx@32e2b587 apis/usage/api.yaml (…)`. Throws when it is missing, or the licence is unknown.
 */
export function originOf(document: JsonObject): Origin {
  const info = document['info'];
  const { repository, commit, file } = sourceOf(isObject(info) ? info['x-source'] : undefined);
  const licence = licences[repository];
  if (licence === undefined) throw new Error(`the licence of ${repository} is unknown: add it to origin.ts`);
  const cut = textOf(info, 'x-cut');
  return { repository, commit, file, ...licence, changes: cut === undefined ? [reduced] : [cut, reduced] };
}

function sourceOf(source: unknown): Pick<Origin, 'repository' | 'commit' | 'file'> {
  if (typeof source === 'string') {
    const [, name, commit, file] = /^(\S+)@(\S+) (\S+)/.exec(source) ?? [];
    if (name && commit && file) return { repository: `https://github.com/${name}`, commit, file };
  }
  const [repository, commit, file] = ['repository', 'commit', 'path'].map((name) => textOf(source, name));
  if (repository && commit && file) return { repository, commit, file };
  throw new Error('a document does not say where it comes from: it has no info.x-source');
}
