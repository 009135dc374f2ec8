import { randomUUID } from 'node:crypto';
import { tool } from '../../core/operations.ts';
import { capitalize } from '../../core/text/quote.ts';
import type { PlaceArguments } from '../../core/tools/calls.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { noWayAround, onceAgreed } from './approval.ts';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace } from './place.ts';
import { type PromptReader, rowsShown } from './prompt-reader.ts';
import { called, given, listedNames, question, reasonOf, rowsOf, spoken } from './words.ts';

export const provisionCluster = definePrompt({
  name: 'provision-cluster',
  title: 'Provision a cluster',
  description: 'Forms a cluster of free Mule servers: shows the plan first and checks the members afterwards.',
  needs: ['server.list', 'cluster.create'],
  arguments: {
    name: 'Name of the new cluster',
    servers: 'Servers to put into it, ids or names, separated by commas',
    ...placeArguments,
  },
  async render({ name, servers, ...said }, reader) {
    const members = listedNames(servers);
    const [place, free, clusters, objections] = await Promise.all([
      findPlace(reader, said, { servers: members }, { isOpen: true }),
      reader.read('server.list', { ...said, membership: 'free', limit: rowsShown }),
      reader.read('cluster.list', { ...said, limit: rowsShown }),
      objectionsTo({ name, members, said }, reader),
    ]);
    return {
      task: `Form a cluster${called(name)}${
        members.length === 0 ? ' of Mule servers' : ` of the servers ${members.map(spoken).join(', ')}`
      } ${place.words}.`,
      questions: [
        ...place.questions,
        ...(name === undefined
          ? [question('What should the cluster be called?', clusters, 'The names below are taken.')]
          : []),
        ...(members.length === 0
          ? [
              question(
                'Which servers should it have? 1 to 8 of the same version; from two on, one can fail.',
                free,
                'The free ones are below.',
              ),
            ]
          : []),
        ...(place.questions.length > 0 ? [] : objections),
      ],
      callArguments: place.callArguments,
      state: [free, clusters, ...place.choices],
      steps: [
        advice`Call ${tool('cluster.create')} with name, servers and dryRun true, and show me its plan with the warnings.`,
        `${onceAgreed} It waits until the cluster is up.`,
        advice`Read ${tool('cluster.get')}: every member must be running and see every other one.`,
        advice`If a member does not see the others, ${tool('cluster.diagnose')} finds out why. Tell me what you would change: not every network passes multicast; then use serverIps with multicast false.`,
      ],
      pitfalls: [
        noWayAround,
        'Unicast needs all members running, and serverIps, one for each server in the same order. All members run the same Mule version.',
        'A cluster has 1 to 8 servers, all free: a server in a cluster or server group has to leave it first.',
        advice`With too few free servers, ${tool('server.getRegistration')} returns the command that registers another runtime; it holds a secret token, so ask me first.`,
      ],
    };
  },
});

/** Objections of the cluster's plan to its name and servers. A missing name is replaced by a unique one for the plan. */
async function objectionsTo(
  { name, members, said }: { name: string | undefined; members: readonly string[]; said: PlaceArguments },
  reader: PromptReader,
): Promise<readonly Advice[]> {
  if (members.length === 0) return name === undefined ? [] : takenName(name, said, reader);
  const plan = await reader.dryRun('cluster.create', {
    ...given(said),
    name: name ?? randomUUID(),
    servers: [...members],
  });
  if (plan === undefined) return [];
  if (plan.objection) return [advice`${reasonOf(plan.objection)} What should it be?`];
  if (!plan.isNeeded) return [`${capitalize(plan.summary)} What should be different?`];
  return plan.warnings.map((warning) => `${warning} Is that what you want?`);
}

async function takenName(name: string, said: PlaceArguments, reader: PromptReader): Promise<readonly Advice[]> {
  const { structured } = await reader.read('cluster.list', { ...said, nameContains: name, limit: 1000 });
  const isTaken = rowsOf(structured, 'clusters').some((cluster) => cluster['name'] === name);
  return isTaken ? [`The name ${spoken(name)} is taken. What should the cluster be called instead?`] : [];
}
