/**
 * What a host does not take as it should, and why we leave it so. A test checks that each entry is still needed, and that
 * nothing else is so. `tools`: their names; all of them where it is missing.
 */
export const notStrict = [
  {
    host: 'AI SDK with OpenAI',
    reason:
      'The AI SDK declares every tool of an MCP server with strict: false. Strict mode would need each argument in `required`, which would tell all other hosts to fill in what may be left out.',
  },
  {
    host: 'AI SDK with Anthropic',
    reason:
      'The AI SDK sets strict only for tools that an application defines itself, and has no option for those of an MCP server.',
  },
];

/** Tools that a host or its provider refuses. */
export const refused = [];
