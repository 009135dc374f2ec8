import { randomUUID } from 'node:crypto';
import { definePrompt, placeArguments } from './define.ts';
import { findPlace, type PlaceArguments } from './place.ts';
import { type Desk, rowsShown } from './prompt-reader.ts';
import { called, given, listedNames, question, reasonOf, rowsOf, spoken } from './words.ts';

export const provisionCluster = definePrompt({
  name: 'provision-cluster',
  title: 'Provision a cluster',
  description: 'Form a cluster of free Mule servers, with the plan shown first and the members checked afterwards.',
  needs: ['anypoint_list_servers', 'anypoint_create_cluster'],
  arguments: {
    name: 'Name of the new cluster',
    servers: 'Servers to put into it, ids or names, separated by commas',
    ...placeArguments,
  },
  async render({ name, servers, ...said }, desk) {
    const members = listedNames(servers);
    const [place, free, clusters, objections] = await Promise.all([
      findPlace(desk, said, { servers: members }, { isOpen: true }),
      desk.read('anypoint_list_servers', { ...said, membership: 'free', limit: rowsShown }),
      desk.read('anypoint_list_clusters', { ...said, limit: rowsShown }),
      objectionsTo({ name, members, said }, desk),
    ]);
    return {
      task: `Form a cluster${called(name)}${
        members.length === 0 ? ' of Mule servers' : ` of the servers ${members.map(spoken).join(', ')}`
      } ${place.words}.`,
      questions: [
        ...place.questions,
        ...(name === undefined
          ? [question('What is the cluster to be called?', clusters, 'The names below are taken.')]
          : []),
        ...(members.length === 0
          ? [question('Which servers go into it? Two or more of the same version.', free, 'The free ones are below.')]
          : []),
        ...(place.questions.length > 0 ? [] : objections),
      ],
      carried: place.carried,
      state: [free, clusters, ...place.others],
      steps: [
        'Call anypoint_create_cluster with name, servers and dryRun true, and show me its plan with the warnings.',
        'Once I agree, make the same call without dryRun; it waits until the cluster is up.',
        'Read anypoint_get_cluster: every member has to be running and to see every other one.',
        'If a member does not see the others, anypoint_diagnose_cluster says why, and I want to hear what you would change: multicast does not get through every network, and then serverIps with multicast false is the way.',
      ],
      mind: [
        'Multicast, the default, needs all members running; unicast needs serverIps, one for each server in the same order.',
        'A cluster takes 1 to 8 servers, all free: one that is in a cluster or server group has to be taken out there first.',
        'With too few free servers, anypoint_get_server_registration gives the command that registers another runtime; it holds a secret token, so only on my word.',
      ],
    };
  },
});

/** What the plan of the cluster says against its name and servers. A name that is missing stands in as one that nobody has. */
async function objectionsTo(
  { name, members, said }: { name: string | undefined; members: readonly string[]; said: PlaceArguments },
  desk: Desk,
): Promise<string[]> {
  if (members.length === 0) return name === undefined ? [] : takenName(name, said, desk);
  const plan = await desk.rehearse('anypoint_create_cluster', {
    ...given(said),
    name: name ?? randomUUID(),
    servers: members,
  });
  if (plan === undefined) return [];
  if (plan.objection) return [`${reasonOf(plan.objection)} What is right?`];
  if (!plan.isNeeded) return [`The ${plan.summary} What is to be different?`];
  return plan.warnings.map((warning) => `${warning} Is that what is wanted?`);
}

async function takenName(name: string, said: PlaceArguments, desk: Desk): Promise<string[]> {
  const { structured } = await desk.read('anypoint_list_clusters', { ...said, nameContains: name, limit: 1000 });
  const isTaken = rowsOf(structured, 'clusters').some((cluster) => cluster['name'] === name);
  return isTaken ? [`The name ${spoken(name)} is taken. What is the cluster to be called instead?`] : [];
}
