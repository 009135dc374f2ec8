/** Why the browser gets a page instead of going on: nothing that is wrong here may be sent to an app. */
export class Refusal extends Error {
  readonly status: 400 | 403;

  constructor(message: string, status: 400 | 403 = 400) {
    super(message);
    this.status = status;
  }
}
