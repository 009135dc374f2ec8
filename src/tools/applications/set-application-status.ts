import * as z from 'zod';
import { changeStatus, observeStatus, planStatusChange, statusActions } from '../../domain/application-status.ts';
import { applicationTitle } from '../../domain/applications.ts';
import { defineWriteTool } from '../define.ts';
import { application } from '../params.ts';
import { applicationLines, applicationRow, toApplicationRow } from './application-output.ts';

export const setApplicationStatus = defineWriteTool({
  name: 'anypoint_set_application_status',
  title: 'Set application status',
  toolset: 'applications',
  effect: 'update',
  description: 'Starts, stops or restarts an application.',
  scope: 'environment',
  input: { application, action: z.enum(statusActions).describe('Action') },
  output: z.object({
    application: applicationRow,
    action: z.enum(statusActions),
    /** The platform answered that it was so already. */
    alreadySo: z.boolean(),
  }),
  plan: (args, ctx) => planStatusChange(ctx, args.application, args.action),
  async apply({ intent }, ctx) {
    const changed = await changeStatus(ctx, intent);
    return { application: toApplicationRow(intent.application), action: intent.action, alreadySo: !changed };
  },
  follow: {
    async observe(result, { platform, scope, signal }) {
      const { application: changed, action } = result;
      const { value, ...seen } = await observeStatus({ platform, scope, signal }, changed, action);
      return { ...seen, value: { ...result, application: toApplicationRow(value) } };
    },
    readAgain: 'anypoint_get_application',
  },
  present: ({ application: changed, action, alreadySo }) => ({
    headline: `Application ${applicationTitle(changed)} was last seen ${changed.state}.${
      alreadySo ? ` The platform had nothing to ${action}: it was so already.` : ''
    }`,
    data: applicationLines(changed),
  }),
});
