/** The hosts: each with its own MCP client, its own conversion of tools, and its own loop of calls. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createMCPClient } from '@ai-sdk/mcp';
import { StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI, mcpToTool } from '@google/genai';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { Agent, MCPServerStdio, OpenAIProvider, Runner } from '@openai/agents';
import { generateText, isStepCount } from 'ai';
import { connectClient, server } from './server.mjs';

const prompt = 'Do what the script says.';
const apiKey = 'no-key';
/** More than any script has. */
const maxSteps = 100;

/**
 * `hasStrictMode`: the provider can hold a model to a schema, if the host
 * asks for it. `converse`: one conversation with the model at an address; it returns the model's last words, and the
 * warnings of the host.
 */
export const hosts = [
  {
    name: 'OpenAI Agents SDK',
    hasStrictMode: true,
    async converse(url) {
      const mcp = new MCPServerStdio({ ...server, name: 'anypoint' });
      await mcp.connect();
      try {
        const modelProvider = new OpenAIProvider({ apiKey, baseURL: url, useResponses: true });
        const runner = new Runner({ modelProvider, tracingDisabled: true });
        const agent = new Agent({
          name: 'test',
          model: 'a-model',
          mcpServers: [mcp],
          mcpConfig: { convertSchemasToStrict: true },
        });
        const { finalOutput } = await runner.run(agent, prompt, { maxTurns: maxSteps });
        return { text: finalOutput, warnings: [] };
      } finally {
        await mcp.close();
      }
    },
  },
  {
    name: 'LangChain with Google GenAI',
    hasStrictMode: false,
    async converse(url) {
      const client = new MultiServerMCPClient({ mcpServers: { anypoint: { transport: 'stdio', ...server } } });
      try {
        const tools = await client.getTools();
        const chat = new ChatGoogleGenerativeAI({ model: 'gemini-a', apiKey, baseUrl: url, maxRetries: 0 });
        const model = chat.bindTools(tools);
        const messages = [new HumanMessage(prompt)];
        for (let step = 0; step < maxSteps; step++) {
          const answer = await model.invoke(messages);
          messages.push(answer);
          if (answer.tool_calls.length === 0) return { text: answer.content, warnings: [] };
          for (const { name, args, id } of answer.tool_calls) {
            const content = await tools.find((tool) => tool.name === name).invoke(args);
            messages.push(new ToolMessage({ content, name, tool_call_id: id }));
          }
        }
        throw new Error('the model went on calling');
      } finally {
        await client.close();
      }
    },
  },
  {
    name: 'Google GenAI SDK',
    hasStrictMode: false,
    async converse(url) {
      const client = await connectClient();
      try {
        const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } });
        const config = {
          tools: [mcpToTool(client)],
          automaticFunctionCalling: { maximumRemoteCalls: maxSteps },
        };
        const { text } = await ai.models.generateContent({ model: 'gemini-a', contents: prompt, config });
        return { text, warnings: [] };
      } finally {
        await client.close();
      }
    },
  },
  aiSdk('OpenAI', true, (baseURL) => createOpenAI({ apiKey, baseURL })('gpt-a')),
  aiSdk('Google', false, (baseURL) => createGoogleGenerativeAI({ apiKey, baseURL })('gemini-a')),
  aiSdk('Anthropic', true, (baseURL) => createAnthropic({ apiKey, baseURL })('claude-sonnet-4-5')),
];

function aiSdk(provider, hasStrictMode, modelAt) {
  return {
    name: `AI SDK with ${provider}`,
    hasStrictMode,
    async converse(url) {
      const client = await createMCPClient({ transport: new StdioMCPTransport(server) });
      try {
        const tools = await client.tools();
        const model = modelAt(url);
        const { text, steps } = await generateText({
          model,
          tools,
          prompt,
          maxRetries: 0,
          stopWhen: isStepCount(maxSteps),
        });
        return { text, warnings: steps.flatMap(({ warnings = [] }) => warnings) };
      } finally {
        await client.close();
      }
    },
  };
}
