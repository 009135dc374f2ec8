import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from '@modelcontextprotocol/server';
import { type Skill, skillEntry } from '@modelcontextprotocol/server/ext/skills';
import { quote } from '../../core/text/quote.ts';
import type { ListedPrompt } from '../prompts/offered-prompts.ts';
import { skillFiles } from './skill-files.ts';

/** A skill as `resources/list` shows it. */
export interface ListedSkill {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: 'text/markdown';
  size: number;
}

/** The extension's fields for results that may be kept: skills change with a release only. */
const cache = { ttlMs: 3_600_000, cacheScope: 'public' } as const;

interface Served {
  skill: Skill;
  title: string;
  text: string;
}

/** The skills of the prompts that are offered. */
export class OfferedSkills {
  readonly #skills: readonly Served[];

  private constructor(skills: readonly Served[]) {
    this.#skills = skills;
  }

  /** Builds the entries, with digests and sizes, as the SDK does it. @throws SkillCatalogError */
  static async of(prompts: readonly ListedPrompt[]): Promise<OfferedSkills> {
    const offered = Object.entries(skillFiles).flatMap(([folder, text]) => {
      const prompt = prompts.find(({ name }) => name === folder);
      return prompt === undefined ? [] : [{ folder, text, title: prompt.title }];
    });
    return new OfferedSkills(
      await Promise.all(
        offered.map(async ({ folder, text, title }) => ({
          skill: await skillEntry(folder, { 'SKILL.md': text }),
          title,
          text,
        })),
      ),
    );
  }

  /** `skills/list`: all on one page. */
  list(isModern: boolean): { skills: Skill[] } {
    return { skills: this.#skills.map(({ skill }) => skill), ...(isModern ? cache : {}) };
  }

  /** `skills/get`. @throws ProtocolError */
  get(uri: string, isModern: boolean): { skill: Skill } {
    const found = this.#find(uri);
    if (found === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `No skill is served at ${quote(uri)}. skills/list returns those that are.`,
      );
    }
    return { skill: found.skill, ...(isModern ? cache : {}) };
  }

  /** `resources/read` for an address that begins with `skill://`. @throws ResourceNotFoundError */
  read(uri: string): ReadResourceResult {
    const found = this.#find(uri);
    if (found === undefined) throw new ResourceNotFoundError(uri);
    return { contents: [{ uri, mimeType: 'text/markdown', text: found.text }] };
  }

  /** The skills as resources, for clients that do not know the extension. */
  resources(): ListedSkill[] {
    return this.#skills.map(({ skill, title, text }) => ({
      uri: skill.uri,
      name: skill.frontmatter.name,
      title: `Skill: ${title}`,
      description: skill.frontmatter.description,
      mimeType: 'text/markdown',
      size: Buffer.byteLength(text),
    }));
  }

  #find(uri: string): Served | undefined {
    return this.#skills.find(({ skill }) => skill.uri === uri);
  }
}
