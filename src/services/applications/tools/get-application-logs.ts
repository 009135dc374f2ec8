import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { exactText } from '../../../core/tools/params.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { applicationTitle } from '../applications.ts';
import { logLevels, readLog } from '../logs.ts';
import { application } from './arguments.ts';

const defaultLines = 50;

const input = {
  application,
  lines: z
    .int()
    .min(1)
    .refine((lines) => lines <= 1000, 'expected 1000 at most')
    .describe('Lines to return at most; default 50')
    .optional(),
  level: z.enum(logLevels).describe('Only lines of this level or a more severe one').optional(),
  contains: exactText('Only lines that contain this text').optional(),
  sinceMinutes: z.int().min(1).describe('Only lines of the last N minutes').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.getLogs': typeof input;
  }
}

export const getApplicationLogs = defineReadTool({
  name: 'anypoint_get_application_logs',
  title: 'Read application logs',
  toolset: 'applications',
  operation: 'application.getLogs',
  effect: 'read',
  description:
    'Returns the newest lines of the log of an application on CloudHub or Runtime Fabric, oldest first. Servers keep the log of their applications themselves.',
  scope: 'environment',
  input,
  output: z.object({
    application: z.object({ id: z.string(), name: platformText, runsOn: z.string(), status: z.string() }),
    lines: z.array(
      z.object({
        at: z.string().optional(),
        level: z.string().optional(),
        logger: z.string().optional(),
        message: platformText,
      }),
    ),
    note: z.string(),
  }),
  example: { arguments: { application: 'shipping-quotes' }, answers: '503' },
  async run({ application: reference, lines = defaultLines, ...query }, ctx) {
    const excerpt = await readLog(reference, { lines, ...query }, ctx.clock.now(), ctx);
    const { id, name, runsOn, status } = excerpt.application;
    return {
      application: { id, name, runsOn, status },
      lines: excerpt.lines.map(withoutUndefined),
      note: excerpt.note,
    };
  },
  present: ({ application: found, lines, note }) => ({
    headline: `${lines.length === 0 ? 'No log lines' : count(lines.length, 'log line')} of application ${applicationTitle(found)} on ${found.runsOn}, ${found.status}.${
      note === '' ? '' : ` ${note}`
    }`,
    data: lines
      .map(({ at, level, logger, message }) =>
        [at, level, logger === undefined ? undefined : `[${logger}]`, message].filter((part) => part).join(' '),
      )
      .join('\n'),
  }),
});
