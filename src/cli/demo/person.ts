import type { Client } from '@modelcontextprotocol/client';

/** What the person answers to a question about a plan. */
export type Answer = 'yes' | 'no';

/** The person at the host. The host shows them each question of the server as it came, and they answer. */
export class Person {
  readonly #write: (text: string) => void;
  #answer: Answer = 'yes';
  #asked = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** How many questions they have answered. */
  get asked(): number {
    return this.#asked;
  }

  /** Sits down at a client that has declared elicitation by forms. */
  joins(client: Client): void {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      this.#asked++;
      const { message } = params;
      const isApproval = 'requestedSchema' in params && 'approve' in params.requestedSchema.properties;
      // Whatever else is asked is nothing that this person knows.
      if (!isApproval) return { action: 'cancel' as const };
      this.#write(
        `    ┌ The host asks the person\n${message.replace(/^/gm, '    │ ')}\n    └ They answer: ${this.#answer}\n`,
      );
      if (this.#answer === 'no') return { action: 'decline' as const };
      return { action: 'accept' as const, content: { approve: true } };
    });
  }

  /** Does something while the person agrees to nothing. */
  async saysNo<T>(during: () => Promise<T>): Promise<T> {
    this.#answer = 'no';
    try {
      return await during();
    } finally {
      this.#answer = 'yes';
    }
  }
}
