/** Markdown is bundled as text: by esbuild's loader in scripts/, by a plugin in vitest.config.ts. */
declare module '*.md' {
  const text: string;
  export default text;
}
