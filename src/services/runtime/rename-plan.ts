import { call } from '../../core/operations.ts';
import { type Place, placeName } from '../../core/place/place.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Named } from '../../core/resolve.ts';
import { called, quote } from '../../core/text/quote.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { PlatformText } from '../../platform/text.ts';

/** What is to be renamed, and to what. */
export interface RenameRequest<T extends Named> {
  kind: 'server' | 'cluster';
  thing: T;
  /** All of its kind in the environment: a name is given once. */
  all: readonly T[];
  newName: PlatformText;
  place: Place;
}

/** What `apply` needs to rename something. */
export interface RenameIntent<T> {
  thing: T;
  newName: PlatformText;
}

/**
 * Plans a rename; empty when the thing already has that name.
 * @throws Failure (input) when another of its kind in the environment has the name
 */
export function planRename<T extends Named>(request: RenameRequest<T>): Plan<RenameIntent<T>> {
  const { kind, thing, all, newName, place } = request;
  const intent = { thing, newName };
  if (thing.name === newName) {
    const summary = `${kind} ${called(thing)} already has this name.`;
    return { summary, steps: [], warnings: [], intent };
  }
  const holder = all.find(({ id, name }) => name === newName && id !== thing.id);
  if (holder !== undefined) throw nameTaken(kind, holder, place, 'newName');
  const changes = [{ setting: 'name', before: thing.name, after: newName }];
  return {
    summary: `rename ${kind} ${called(thing)} to ${quote(newName)}.`,
    steps: [
      {
        kind: 'update',
        thing: { kind, id: thing.id, name: thing.name },
        action: `Rename ${kind} ${called(thing)}`,
        changes,
      },
    ],
    warnings: [],
    intent,
  };
}

/**
 * The observation of a renamed thing: the platform at first only accepts a rename (202)
 * [docs/platform/runtime.md#servers, docs/platform/disagreements.md#arm-renames].
 */
export function renameObservation<T extends Named>(value: T, newName: string): Observation<T> {
  const isComplete = value.name === newName;
  return { value, state: isComplete ? 'renamed' : 'not renamed yet', isComplete };
}

/** The failure of a name that is in use; `argument` is the one that gave it. */
export function nameTaken(
  kind: 'server' | 'cluster',
  holder: Named,
  place: Place,
  argument: 'name' | 'newName' | 'serverName',
): Error {
  const newName = '<another name>';
  const rename =
    kind === 'server'
      ? call('server.rename', { server: holder.id, newName })
      : call('cluster.rename', { cluster: holder.id, newName });
  return inputFailure({
    what: `The name ${quote(holder.name)} is taken: ${kind} ${holder.id} in ${placeName(place)} has it.`,
    next: advice`Give another ${argument}, or rename that ${kind} first with ${rename}.`,
  });
}
