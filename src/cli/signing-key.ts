import type { KeyObject } from 'node:crypto';
import { isEncrypted, openSigningKey, SigningKeyError } from '../safety/approvals/signing-key.ts';
import { readText } from '../safety/read-text.ts';
import type { Terminal } from './terminal.ts';

/** How often a person may type a passphrase. */
const maxAttempts = 3;

/**
 * The private key whose public half a policy has, from the file that a person named; a passphrase is asked for only where
 * one protects it. Undefined, with the reason on the terminal, where the file has no such key.
 */
export async function readSigningKey(
  terminal: Terminal,
  keyFile: string | undefined,
  publicKey: string,
): Promise<KeyObject | undefined> {
  if (keyFile === undefined) {
    terminal.print(
      'The policy asks for a signature: run the same command with --key FILE, the file of your private key.',
    );
    return undefined;
  }
  const text = readText(keyFile);
  if ('problem' in text) return refused(terminal, keyFile, text.problem);
  for (let attempt = 1; ; attempt++) {
    const passphrase = isEncrypted(text.text)
      ? await terminal.ask(`Passphrase of the key in ${JSON.stringify(keyFile)} (not shown): `, { hidden: true })
      : undefined;
    try {
      return openSigningKey(text.text, publicKey, passphrase);
    } catch (error) {
      if (!(error instanceof SigningKeyError)) throw error;
      const isOver = passphrase === undefined || attempt === maxAttempts;
      if (isOver || !error.isPassphrase) return refused(terminal, keyFile, error.message);
      terminal.print('This passphrase does not open the key. Type it again.');
    }
  }
}

function refused(terminal: Terminal, keyFile: string, problem: string): undefined {
  terminal.print(
    `The key file ${JSON.stringify(keyFile)} cannot be used: ${problem}. Nothing was agreed to; run the command again with --key and the file of the private key that belongs to the policy.`,
  );
}
