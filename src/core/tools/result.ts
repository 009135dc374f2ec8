import type { PlatformText, Sentence } from '../../platform/text.ts';

/** A result for people: one headline in our own words, and platform data, which is fenced. */
export interface Presentation {
  headline: Sentence;
  data?: PlatformText | undefined;
}

/** A tool's own result in both forms. */
export interface ToolResult {
  structured: Record<string, unknown>;
  presentation: Presentation;
  /** Secrets in it that the caller asked for: nothing masks them. */
  revealed?: readonly string[];
}
