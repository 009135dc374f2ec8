import type { OperationName } from '../../core/operations.ts';
import type { Advice } from '../../platform/advice.ts';
import type { PromptReader, Reading } from './prompt-reader.ts';

/** What a prompt says, in the order in which it says it. */
export interface PromptPage {
  /** What the person wants, in the person's words. */
  task: string;
  /** Questions that only the person can answer. */
  questions: readonly Advice[];
  /** Arguments that every call needs, because its default place is another one. */
  callArguments?: Readonly<Record<string, string>>;
  /** The relevant state of the platform. */
  state: readonly Reading[];
  /** What to do in which order, with the tools. A step that needs a disabled tool is left out. */
  steps: readonly Advice[];
  /** What easily goes wrong; left out like steps. */
  pitfalls: readonly Advice[];
}

/** What all prompts have, apart from the arguments. */
interface PromptFacts {
  /** Also the name of the skill of the same journey. */
  name: string;
  title: string;
  description: string;
  /** Operations that the prompt needs. */
  needs?: readonly OperationName[];
  /** Operations of which the prompt needs one. */
  needsOneOf?: readonly OperationName[];
}

/** Something a person may ask for: arguments, all optional, and what is said with them and the current state. */
export interface Prompt extends PromptFacts {
  arguments: readonly { name: string; description: string }[];
  render(args: Readonly<Record<string, string>>, reader: PromptReader): Promise<PromptPage>;
}

interface PromptDefinition<Name extends string> extends PromptFacts {
  /** Descriptions by name, in the order in which a person is asked. */
  arguments: Readonly<Record<Name, string>>;
  render(args: Readonly<Partial<Record<Name, string>>>, reader: PromptReader): Promise<PromptPage>;
}

/** Defines a prompt: its arguments are a record, so that `render` knows their names. */
export function definePrompt<Name extends string>(definition: PromptDefinition<Name>): Prompt {
  const { arguments: described, render, ...facts } = definition;
  return {
    ...facts,
    arguments: Object.entries<string>(described).map(([name, description]) => ({ name, description })),
    // Only names of the definition's own arguments get this far: the server refuses others.
    render: (args, reader) => render(args as Partial<Record<Name, string>>, reader),
  };
}

/** Arguments that say where; every prompt takes them. */
export const placeArguments = {
  organization: 'Business group, id or name; otherwise the configured one',
  environment: 'Environment, id or name; otherwise the configured one',
};
