/**
 * An endpoint where a host expects the API of a model provider. It records the tools that the host declares, and answers
 * each request with the next call of a script, then with a text. So the hosts' own converters and loops run, up to what
 * they put on the wire.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Starts one on a free port.
 * @param {{tool: string, arguments: object}[]} script
 */
export async function startModel(script) {
  /** Declarations of the first request, and the results of calls as the host sent them back. */
  const seen = { tools: undefined, results: [] };
  const http = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const api = apis.find(({ path }) => path.test(request.url ?? ''));
    if (api === undefined) {
      response.writeHead(404).end(`no such model API: ${request.url}`);
      return;
    }
    seen.tools ??= api.tools(body);
    seen.results = api.results(body);
    const next = script[seen.results.length];
    const answer =
      next === undefined ? api.text('That is all.') : api.call(filled(next, seen.tools), seen.results.length);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    seen,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A call as a model in strict mode makes it: with every argument, and null for what it does not give. */
function filled({ tool, arguments: args }, tools) {
  const declared = tools.find(({ name }) => name === tool);
  if (declared === undefined) throw new Error(`the host has not declared ${tool}`);
  const { required = [] } = declared.schema ?? {};
  const nulls = declared.strict ? Object.fromEntries(required.map((name) => [name, null])) : {};
  return { name: tool, args: { ...nulls, ...args } };
}

/** Three APIs, each with the parts that a conversation with tools needs. */
const apis = [
  {
    // https://platform.openai.com/docs/api-reference/responses
    path: /\/responses$/,
    tools: ({ tools = [] }) =>
      tools.map(({ name, description, parameters, strict }) => ({
        name,
        description,
        schema: parameters,
        strict,
        dialect: 'openai',
      })),
    results: ({ input }) =>
      input.filter(({ type }) => type === 'function_call_output').map(({ output }) => JSON.stringify(output)),
    call: ({ name, args }, index) =>
      openAiResponse({
        type: 'function_call',
        id: `fc_${index}`,
        call_id: `call_${index}`,
        status: 'completed',
        name,
        arguments: JSON.stringify(args),
      }),
    text: (text) =>
      openAiResponse({
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      }),
  },
  {
    // https://ai.google.dev/api/generate-content
    path: /:generateContent(\?|$)/,
    tools: ({ tools = [] }) =>
      tools
        .flatMap(({ functionDeclarations = [] }) => functionDeclarations)
        .map(({ name, description, parameters, parametersJsonSchema }) => ({
          name,
          description,
          schema: parameters ?? parametersJsonSchema,
          dialect: parameters === undefined ? 'gemini json schema' : 'gemini schema',
        })),
    results: ({ contents }) =>
      contents
        .flatMap(({ parts }) => parts)
        .filter((part) => 'functionResponse' in part)
        .map(({ functionResponse }) => JSON.stringify(functionResponse)),
    call: (functionCall) => geminiResponse({ functionCall, thoughtSignature: 'c2lnbmF0dXJl' }),
    text: (text) => geminiResponse({ text }),
  },
  {
    // https://docs.claude.com/en/api/messages
    path: /\/messages$/,
    tools: ({ tools = [] }) =>
      tools.map(({ name, description, input_schema: schema, strict }) => ({
        name,
        description,
        schema,
        strict,
        dialect: 'anthropic',
      })),
    results: ({ messages }) =>
      messages
        .flatMap(({ content }) => (Array.isArray(content) ? content : []))
        .filter(({ type }) => type === 'tool_result')
        .map(({ content }) => JSON.stringify(content)),
    call: ({ name, args }, index) =>
      anthropicResponse('tool_use', { type: 'tool_use', id: `toolu_${index}`, name, input: args }),
    text: (text) => anthropicResponse('end_turn', { type: 'text', text }),
  },
];

const openAiResponse = (output) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'a-model',
  output: [output],
  parallel_tool_calls: false,
  usage: {
    input_tokens: 1,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 1,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 2,
  },
});

const geminiResponse = (part) => ({
  candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
});

const anthropicResponse = (stopReason, content) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'a-model',
  content: [content],
  stop_reason: stopReason,
  usage: { input_tokens: 1, output_tokens: 1 },
});
