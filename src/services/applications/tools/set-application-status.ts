import * as z from 'zod';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { application } from '../../../core/tools/params.ts';
import { applicationTitle } from '../applications.ts';
import { changeStatus, observeStatus, planStatusChange, restartParts, statusActions } from '../status-plan.ts';
import { applicationArgument, applicationLines, applicationRow, toApplicationRow } from './application-output.ts';

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
    async observe(result, ctx) {
      const { value, ...seen } = await observeStatus(ctx, result.application, result.action);
      return { ...seen, value: { ...result, application: toApplicationRow(value) } };
    },
    parts(result, ctx, text) {
      const { application: changed, action } = result;
      const start = text(['anypoint_set_application_status', { ...applicationArgument(changed), action: 'start' }]);
      const parts = restartParts(ctx, changed, action, start);
      if (parts === undefined) return undefined;
      return {
        ...parts,
        async first() {
          const { value, ...seen } = await parts.first();
          return { ...seen, value: { ...result, application: toApplicationRow(value) } };
        },
      };
    },
    readAgain: ({ application: changed }) => ['anypoint_get_application', applicationArgument(changed)],
  },
  present: ({ application: changed, action, alreadySo }) => ({
    headline: `Application ${applicationTitle(changed)} was last seen ${changed.state}.${
      alreadySo ? ` The platform had nothing to ${action}: it was so already.` : ''
    }`,
    data: applicationLines(changed),
  }),
});
