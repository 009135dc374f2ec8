import type { Tool } from '../../core/tools/define-tool.ts';
import { isObject } from '../../platform/json.ts';
import { allTools } from '../../services/tools.ts';
import type { CallResult } from '../calls/render.ts';
import { findTool, type ToolSelection } from './offered-tools.ts';

/**
 * Says in a result which of the tools that it names this server does not offer, and what the operator would change:
 * tools do not know the selection, so that what they advise may be out of reach. In the structured form the calls of
 * findings are marked, because clients may make them without reading the text.
 */
export function withUnoffered(result: CallResult, selection: ToolSelection): CallResult {
  const note = unofferedNote(result.text, selection);
  const structured = result.structured && withMarkedCalls(result.structured, selection);
  if (note === '' && structured === result.structured) return result;
  return {
    ...result,
    ...(structured ? { structured } : {}),
    text: note === '' ? result.text : `${result.text}\n${note}`,
  };
}

/** The same object where there is nothing to mark. */
function withMarkedCalls(structured: Record<string, unknown>, selection: ToolSelection): Record<string, unknown> {
  const { findings } = structured;
  if (!Array.isArray(findings)) return structured;
  let marked = 0;
  const mark = (call: unknown): unknown => {
    if (!isObject(call) || typeof call['tool'] !== 'string' || !('problem' in findTool(call['tool'], selection))) {
      return call;
    }
    marked++;
    return { ...call, offered: false };
  };
  const rows = findings.map((finding: unknown) =>
    isObject(finding) && Array.isArray(finding['calls']) ? { ...finding, calls: finding['calls'].map(mark) } : finding,
  );
  return marked === 0 ? structured : { ...structured, findings: rows };
}

function unofferedNote(text: string, { readOnly, toolsets }: ToolSelection): string {
  if (!readOnly && toolsets === undefined) return '';
  const words = new Set(text.match(/\banypoint_[a-z_]+\b/g));
  const named = allTools.filter(({ name }) => words.has(name));
  const writes = named.filter(({ effect }) => readOnly && effect !== 'read');
  const others = named.filter((tool) => toolsets?.includes(tool.toolset) === false && !writes.includes(tool));
  const parts = [
    ...(writes.length === 0
      ? []
      : [
          `${listed(writes)}: ${writes.length === 1 ? 'a write' : 'writes'}, which this server does not offer. The operator restarts it without --read-only, or makes the change elsewhere.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `${listed(others)}: not among the toolsets of this server. The operator restarts it with ${[...new Set(others.map(({ toolset }) => toolset))].join(', ')} in --toolsets.`,
        ]),
  ];
  return parts.length === 0 ? '' : `[not offered here: ${parts.join(' ')}]`;
}

const listed = (tools: readonly Tool[]): string => tools.map(({ name }) => name).join(', ');
