import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { drivenPipeline } from '../support/driven-pipeline.ts';
import { caller } from '../support/safety.ts';

/** How a call ended, as far as the caller is told. */
export type Told = 'done' | 'no change' | 'failed' | 'failed, may have happened';

/** A tool pipeline on an emulator of its own, over real HTTP, on a driven clock. */
export interface World {
  emulator: Emulator;
  /** Everything that anybody was shown: texts, structured results, log lines. */
  shown: string[];
  /** The requests of the last call that could change something. */
  writes: string[];
  /** The calls so far and the requests of the last one, for the report of a failure. */
  story: string[];
  call(tool: string, args: Record<string, unknown>): Promise<{ told: Told; text: string }>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const story: string[] = [];
  const writes: string[] = [];
  const emulator = await startEmulator({
    clock: 'driven',
    onRequest: ({ method, path, status }) => {
      const request = `${method} ${path} ${status || 'broken'}`;
      story.push(`    ${request}`);
      if (method !== 'GET' && !/\/(login|token)$/.test(path)) writes.push(request);
    },
  });
  const shown: string[] = [];
  const { pipeline, tools } = drivenPipeline(emulator, {
    log: (level, message, facts) => shown.push(JSON.stringify({ level, message, ...facts })),
  });
  return {
    emulator,
    shown,
    writes,
    story,
    async call(name, args) {
      writes.length = 0;
      story.push(`${name} ${JSON.stringify(args)}`);
      const tool = tools.find(name);
      if ('problem' in tool) throw new Error(tool.problem);
      const signal = new AbortController().signal;
      const { isError, text, structured } = await pipeline.call(tool, args, {
        signal,
        caller,
        progress: (message) => shown.push(message),
      });
      shown.push(text, JSON.stringify(structured ?? null));
      const told = isError
        ? /may (or may not )?have happened/.test(text)
          ? 'failed, may have happened'
          : 'failed'
        : structured?.['outcome'] === 'no_change'
          ? 'no change'
          : 'done';
      return { told, text };
    },
    close: () => emulator.close(),
  };
}
