import type { Secrets } from '../../platform/secrets.ts';
import type { Completion } from '../completion/completion.ts';
import type { Log } from '../log.ts';
import type { OfferedSkills } from '../skills/skills.ts';
import type { ToolName } from './define.ts';
import type { OfferedPrompts } from './offered-prompts.ts';
import type { DeskSession } from './prompt-reader.ts';

/** What people ask for themselves, apart from tools; each part is loaded with the first request that needs it. */
export interface PromptParts {
  prompts(): Promise<OfferedPrompts>;
  completion(): Promise<Completion>;
  skills(): Promise<OfferedSkills>;
}

/** Prepares prompts, completion and skills without loading any of them. */
export function promptParts(options: {
  session: () => Promise<DeskSession>;
  secrets: Pick<Secrets, 'redact'>;
  log: Log;
  offers: (tool: ToolName) => boolean;
  templates: () => readonly string[];
}): PromptParts {
  const prompts = lazily(async () => new (await import('./offered-prompts.ts')).OfferedPrompts(options));
  return {
    prompts,
    completion: lazily(async () => {
      const { Completion } = await import('../completion/completion.ts');
      return new Completion({ ...options, prompts: await prompts() });
    }),
    skills: lazily(async () => {
      const { OfferedSkills } = await import('../skills/skills.ts');
      return OfferedSkills.of((await prompts()).list());
    }),
  };
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
