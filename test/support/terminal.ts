import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal with a person who types these lines, one for each question; then they end the input. */
export interface TestTerminal extends Terminal {
  /** Everything that stood on the screen. */
  screen: string;
  /** The questions that were answered without an echo. */
  hidden: string[];
}

export function terminalWith(...lines: string[]): TestTerminal {
  const left = [...lines];
  const terminal: TestTerminal = {
    isInteractive: true,
    screen: '',
    hidden: [],
    print(text) {
      terminal.screen += `${text}\n`;
    },
    async ask(question, { hidden = false } = {}) {
      terminal.screen += `${question}\n`;
      if (hidden) terminal.hidden.push(question);
      return left.shift();
    },
  };
  return terminal;
}
