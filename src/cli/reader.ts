/** What a shell reports of a program that SIGPIPE has ended, as it ends other programs here: 128 + 13. */
const brokenPipe = 141;

/**
 * Ends the process without a word once nobody reads what it prints any more, as in `anypoint-mcp journal | head`. It is no
 * success: whoever looks at the exit code may not have seen the result.
 */
export function endWithReader(output: NodeJS.WriteStream): void {
  output.on('error', (error: Error & { code?: string }) => {
    // Windows has its own names for a pipe that was closed.
    if (['EPIPE', 'EOF', 'ECONNRESET'].includes(error.code ?? '')) process.exit(brokenPipe);
    throw error;
  });
}
