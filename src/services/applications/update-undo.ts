import { back, type Undo, type UndoCall } from '../../core/plan/undo.ts';
import { names, secretsToGive, secretToGive, undoBy } from '../../core/plan/undo-parts.ts';
import { type Sentence, word } from '../../platform/text.ts';
import { applicationTitle } from './applications.ts';
import { type ApplicationDetail, applicationArgument } from './facts.ts';
import { autodiscoveryNames, looksSecret, type PropertyPlan, type ShownProperties } from './properties.ts';

/** What an update changes; undefined stays as it is. */
export interface UpdatedParts {
  application: ApplicationDetail;
  properties: PropertyPlan | undefined;
  artifact: boolean;
  runtimeVersion: string | undefined;
  replicas: number | undefined;
}

/** The way back from an update. An application that it wakes is stopped again. */
export function undoOfUpdate(parts: UpdatedParts, wakes: boolean, show: ShownProperties): Undo {
  const { application, properties } = parts;
  const named = applicationArgument(application);
  const restored = properties === undefined ? nothingRestored : propertiesBefore(application, properties, show);
  const args = { ...deploymentBefore(parts), ...restored.args };
  const calls: UndoCall[] = [
    ...(Object.keys(args).length === 0 ? [] : [back('application.update', { ...named, ...args })]),
    ...(wakes ? [back('application.setStatus', { ...named, action: 'stop' })] : []),
  ];
  return undoBy(calls, [...unknownBefore(parts), ...restored.said]);
}

/** Exchange coordinates, with which an artifact can be deployed again. */
function coordinatesOf({ kind, artifact }: ApplicationDetail): string | undefined {
  return kind === 'cloudhub2' && /^[\w.-]+:[\w.-]+:[\w.-]+$/.test(artifact ?? '') ? artifact : undefined;
}

/** Everything but the properties. */
function deploymentBefore({ application, artifact, runtimeVersion, replicas }: UpdatedParts) {
  const exchangeAsset = artifact ? coordinatesOf(application) : undefined;
  const { runtimeVersion: versionBefore, count } = application;
  return {
    ...(exchangeAsset === undefined ? {} : { exchangeAsset }),
    ...(runtimeVersion === undefined || versionBefore === undefined ? {} : { runtimeVersion: versionBefore }),
    ...(replicas === undefined || count === undefined ? {} : { replicas: count }),
  };
}

/** What the platform does not say, so that no call can bring it back. */
function unknownBefore({ application, artifact, runtimeVersion, replicas }: UpdatedParts): Sentence[] {
  const file = application.artifact === undefined ? '' : ` ${word(application.artifact)}`;
  const lost = [
    ...(runtimeVersion !== undefined && application.runtimeVersion === undefined ? ['the Mule runtime version'] : []),
    ...(replicas !== undefined && application.count === undefined ? ['the number of replicas'] : []),
  ];
  return [
    ...(artifact && coordinatesOf(application) === undefined
      ? [`The artifact${file} that ran before cannot be downloaded: whoever has it can deploy it again.`]
      : []),
    ...(lost.length === 0 ? [] : [`The platform does not return ${lost.join(' and ')} of before.`]),
  ];
}

interface NamedValue {
  name: string;
  value: string;
}

interface Restored {
  args: {
    properties?: NamedValue[];
    secureProperties?: NamedValue[];
    removeProperties?: string[];
  };
  said: (Sentence | undefined)[];
}

const nothingRestored: Restored = { args: {}, said: [] };

function propertiesBefore(application: ApplicationDetail, plan: PropertyPlan, show: ShownProperties): Restored {
  const { readable, secure } = application.properties ?? { readable: new Map<string, string>(), secure: new Set() };
  const touched = [...plan.changed, ...plan.removed];
  const open = touched.flatMap((name) => {
    const value = readable.get(name);
    return value === undefined ? [] : [{ name, value, isKept: show === 'values' && !looksSecret(name, value) }];
  });
  const hidden = touched.filter((name) => secure.has(name));
  const toGive = [...open.filter(({ isKept }) => !isKept).map(({ name }) => name), ...hidden];
  const properties = open.map(({ name, value, isKept }) => ({ name, value: isKept ? value : secretToGive }));
  return {
    args: {
      ...(properties.length === 0 ? {} : { properties }),
      ...(hidden.length === 0 ? {} : { secureProperties: hidden.map((name) => ({ name, value: secretToGive })) }),
      ...(plan.added.length === 0 ? {} : { removeProperties: plan.added }),
    },
    said: [
      secretsToGive(toGive, `application ${applicationTitle(application)}`),
      protectedThen(application, plan, open),
    ],
  };
}

/** A property that was protected once stays so, and the client secret always is. */
function protectedThen(
  { kind }: ApplicationDetail,
  { newSecure }: PropertyPlan,
  open: readonly { name: string }[],
): Sentence | undefined {
  const isProtected = (name: string) => newSecure.has(name) || name === autodiscoveryNames.clientSecret;
  const named = names(kind === 'hybrid' ? [] : open.map(({ name }) => name).filter(isProtected));
  return named === undefined ? undefined : `Protected then, which it was not before: ${named}.`;
}
