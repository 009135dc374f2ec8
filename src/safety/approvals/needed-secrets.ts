import type { GivenApproval } from './pending.ts';
import { type SealedAbout, SecretBox } from './sealed-secrets.ts';

/** The secrets that plans need and people give with their approvals, sealed for this process. */
export class NeededSecrets {
  // Keys are made when the first secret is needed, and are then those of this process.
  #box: SecretBox | undefined;

  /** The public key that secrets have to be sealed for. */
  get sealFor(): string {
    return this.#open.publicKey;
  }

  /** What is needed, as the last approval with all of it has it; undefined while there is none. */
  among(
    given: readonly GivenApproval[],
    needs: readonly string[],
    about: SealedAbout,
  ): Record<string, string> | undefined {
    if (needs.length === 0) return {};
    // Stryker disable next-line StringLiteral: no text opens that is not sealed
    const opened = given.map(({ sealed = '' }) => this.#open.open(sealed, about));
    return opened.findLast((secrets) => secrets !== undefined && needs.every((name) => isGiven(secrets[name])));
  }

  get #open(): SecretBox {
    this.#box ??= new SecretBox();
    return this.#box;
  }
}

function isGiven(secret: string | undefined): boolean {
  return secret !== undefined && secret !== '';
}
