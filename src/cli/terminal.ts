import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Where a person reads and types. */
export interface Terminal {
  /** Whether a person is there: both sides are a terminal. */
  isInteractive: boolean;
  print(text: string): void;
  /** Asks for one line; undefined when the person ends the input. */
  ask(question: string, options?: { hidden?: boolean }): Promise<string | undefined>;
}

/** The terminal of this process. */
export const ownTerminal: Terminal = {
  isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  print: (text) => void process.stdout.write(`${text}\n`),
  async ask(question, { hidden = false } = {}) {
    process.stdout.write(question);
    // What is typed is echoed by readline, unless that writes to nowhere.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: process.stdin, output: hidden ? nowhere : process.stdout, terminal: true });
    const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
    try {
      return await Promise.race([lines.question(''), ended]);
    } finally {
      lines.close();
      if (hidden) process.stdout.write('\n');
    }
  },
};
