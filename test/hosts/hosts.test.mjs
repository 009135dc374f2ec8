/**
 * Every host declares all tools to its model, with everything that they say, in a form that the model's provider takes; and
 * the calls that the model makes then reach the server and work.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { hosts } from './hosts.mjs';
import { startModel } from './model-endpoint.mjs';
import { notStrict, refused } from './reasons.mjs';
import {
  geminiJsonSchemaProblems,
  geminiSchemaProblems,
  jsonSchemaProblems,
  meaningOf,
  namingProblems,
  openAiStrictProblems,
} from './rules.mjs';
import { listedTools } from './server.mjs';

/** Problems of a declared tool, by the part of the provider's API that the host has chosen for it. */
const problemsOf = {
  openai: ({ schema, strict }) => (strict ? openAiStrictProblems(schema) : jsonSchemaProblems(schema)),
  anthropic: ({ schema }) => jsonSchemaProblems(schema),
  'gemini schema': ({ schema }) => geminiSchemaProblems(schema),
  'gemini json schema': ({ schema }) => geminiJsonSchemaProblems(schema),
};

const listed = await listedTools();
const shownIn = (name) => listed.find((tool) => tool.name === name);

/** The example of every tool, as the reference shows it; writes are only planned. */
const examples = [
  ...readFileSync(new URL('../../docs/reference/tools.md', import.meta.url), 'utf8').matchAll(
    /^Example, on the embedded organization: `(\S+) (\{.*\})`$/gm,
  ),
].map(([, tool, json]) => {
  const dryRun = 'dryRun' in shownIn(tool).inputSchema.properties ? { dryRun: true } : {};
  return { tool, arguments: { ...JSON.parse(json), ...dryRun } };
});

/** Without those that need the result of another call first. */
const calls = examples.filter(({ arguments: args }) => !JSON.stringify(args).includes('<id of'));

it('there is a call of every tool', () => {
  assert.deepEqual(examples.map(({ tool }) => tool).sort(), listed.map(({ name }) => name).sort());
});

for (const host of hosts) {
  describe(host.name, () => {
    let declared = [];
    let results = [];
    let outcome;

    before(async () => {
      const model = await startModel(calls);
      try {
        outcome = await host.converse(model.url);
        declared = model.seen.tools;
        results = model.seen.results;
      } finally {
        await model.close();
      }
    });

    it('declares every tool to the model under its own name and with its own words, without a warning', () => {
      const except = refused.filter((one) => one.host === host.name).flatMap(({ tools }) => tools);
      const expected = listed.filter(({ name }) => !except.includes(name));
      assert.deepEqual(
        declared.map(({ name, description }) => ({ name, description })),
        expected.map(({ name, description }) => ({ name, description })),
      );
      assert.deepEqual(outcome.warnings, []);
    });

    it('keeps every argument with its type, words, and allowed values', () => {
      for (const { name, schema } of declared) {
        assert.deepEqual(meaningOf(schema ?? {}), meaningOf(schema ? shownIn(name).inputSchema : {}), name);
        if (schema === undefined) assert.deepEqual(shownIn(name).inputSchema.properties, {}, name);
      }
    });

    it('declares what the provider of the model takes', () => {
      const problems = declared.flatMap((tool) =>
        [...namingProblems(tool), ...(tool.schema ? problemsOf[tool.dialect](tool) : [])].map(
          (problem) => `${tool.name}: ${problem}`,
        ),
      );
      assert.deepEqual(problems, []);
    });

    it('asks for strict calls where the provider has them, except where a reason is written down', () => {
      const loose = declared.filter(({ strict }) => host.hasStrictMode && strict !== true).map(({ name }) => name);
      const reasons = notStrict.filter((one) => one.host === host.name);
      const explained = reasons.flatMap(({ tools }) => tools ?? declared.map(({ name }) => name));
      assert.deepEqual(loose.toSorted(), explained.toSorted());
    });

    it('calls every tool with the arguments that the model gives, and gets the result', () => {
      assert.equal(outcome.text, 'That is all.');
      assert.equal(results.length, calls.length);
      for (const [index, { tool }] of calls.entries()) {
        const [result] = results.slice(index);
        const isPlan = 'dryRun' in calls[index].arguments;
        assert.doesNotMatch(
          result,
          /\((invalid input|the configuration is wrong|a permission is missing|the platform failed)\)/,
          tool,
        );
        assert.match(result, isPlan ? /Plan only, nothing was changed: / : /"text"|content/, tool);
      }
      const [gateways] = results.slice(calls.findIndex(({ tool }) => tool === 'anypoint_list_gateways'));
      assert.match(gateways, /orders-gateway/);
    });
  });
}

describe('the written reasons', () => {
  it('are of hosts and tools that exist, and say why', () => {
    for (const { host, tools = [], reason } of [...notStrict, ...refused]) {
      assert.ok(
        hosts.some(({ name }) => name === host),
        host,
      );
      assert.ok(reason.length > 40, host);
      for (const name of tools) assert.ok(shownIn(name), name);
    }
  });
});
