/** A result for people: one line of our own words, and what the platform said, which is fenced as data. */
export interface Presentation {
  headline: string;
  data?: string | undefined;
}

/** A tool's own result in both forms. */
export interface ToolResult {
  structured: Record<string, unknown>;
  presentation: Presentation;
}
