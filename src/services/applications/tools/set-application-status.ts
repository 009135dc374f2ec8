import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { applicationTitle } from '../applications.ts';
import { afterFailure, applicationArgument, whenLate } from '../facts.ts';
import { changeStatus, observeStatus, planStatusChange, restartPhases, statusActions } from '../status-plan.ts';
import { applicationLines, applicationRow, toApplicationRow } from './application-output.ts';
import { application } from './arguments.ts';

const input = { application, action: z.enum(statusActions).describe('What to do with it') };

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.setStatus': typeof input;
  }
}

export const setApplicationStatus = defineWriteTool({
  name: 'anypoint_set_application_status',
  title: 'Start, stop or restart an application',
  toolset: 'applications',
  operation: 'application.setStatus',
  effect: 'update',
  steps: ['update', 'stop'],
  actsAgain: true,
  description: 'Starts, stops or restarts a Mule application and waits for it. A stopped application does not answer.',
  scope: 'environment',
  input,
  output: z.object({
    application: applicationRow,
    action: z.enum(statusActions),
    /** The platform answered that it already was in that state. */
    unchanged: z.boolean(),
  }),
  example: { arguments: { application: 'data-cloud-integration', action: 'restart' }, answers: 'running' },
  plan: (args, ctx) => planStatusChange(args.application, args.action, ctx),
  async apply({ intent }, ctx) {
    const changed = await changeStatus(intent, ctx);
    return { application: toApplicationRow(intent.application), action: intent.action, unchanged: !changed };
  },
  follow: {
    async observe(result, ctx) {
      const { value, ...seen } = await observeStatus(result.application, result.action, ctx);
      return { ...seen, value: { ...result, application: toApplicationRow(value) } };
    },
    phases(result, ctx) {
      const phases = restartPhases(result.application, result.action, ctx);
      if (phases === undefined) return undefined;
      return {
        ...phases,
        async first() {
          const { value, ...seen } = await phases.first();
          return { ...seen, value: { ...result, application: toApplicationRow(value) } };
        },
      };
    },
    readAgain: ({ application: changed }) => call('application.get', applicationArgument(changed)),
    whenFailed: ({ application: changed }) => afterFailure(changed),
    whenLate: ({ application: changed }) => whenLate(changed),
  },
  present: ({ application: changed, unchanged }) => ({
    headline: `Application ${applicationTitle(changed)} was last seen ${changed.state}.${
      unchanged ? ' The platform changed nothing: it was already in that state.' : ''
    }`,
    data: applicationLines(changed),
  }),
});
