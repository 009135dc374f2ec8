import { quote } from '../domain/resolve.ts';
import { definePrompt, placeArguments } from './define.ts';
import { rowsShown } from './desk.ts';
import { inPlace, listedNames } from './words.ts';

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
  async render({ name, servers, ...place }, desk) {
    const members = listedNames(servers);
    return {
      task: `Form a cluster${name === undefined ? '' : ` called ${quote(name)}`}${
        members.length === 0 ? ' of Mule servers' : ` of the servers ${members.map(quote).join(', ')}`
      } ${inPlace(place)}.`,
      questions: [
        ...(name === undefined ? ['What is the cluster to be called? The names below are taken.'] : []),
        ...(members.length === 0 ? ['Which of the free servers go into it? Two or more of the same version.'] : []),
      ],
      state: await Promise.all([
        desk.read('anypoint_list_servers', { ...place, membership: 'free', limit: rowsShown }),
        desk.read('anypoint_list_clusters', { ...place, limit: rowsShown }),
        ...(place.environment === undefined
          ? [desk.read('anypoint_list_environments', { organization: place.organization })]
          : []),
      ]),
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
