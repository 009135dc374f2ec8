import type { EmulatorAccess } from '../../emulator/index.ts';
import { type Result, rowsOf } from './transcript.ts';

/**
 * Reads the platform without any of our own code in between: plain fetch, signed in as the administrator. The demo's claims at the end come from this.
 */
export class PlatformReader {
  readonly #baseUrl: string;
  readonly #access: EmulatorAccess;
  readonly #token: string;

  private constructor(baseUrl: string, access: EmulatorAccess, token: string) {
    this.#baseUrl = baseUrl;
    this.#access = access;
    this.#token = token;
  }

  static async signIn(baseUrl: string, access: EmulatorAccess): Promise<PlatformReader> {
    const answer = await fetch(`${baseUrl}/accounts/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: access.username, password: access.password }),
    });
    // The demo talks to the emulator of this very package, whose login answers this.
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return new PlatformReader(baseUrl, access, token);
  }

  /** `/gatewaymanager/…` of the default environment. */
  gateway(path: string): Promise<Result> {
    const { organizationId, environmentId } = this.#access;
    return this.get(
      `/gatewaymanager/api/v1/organizations/${organizationId}/environments/${environmentId}/gateways/${path}`,
    );
  }

  /** A managed gateway by its name, as the list of its environment has it; undefined when there is none. */
  async gatewayNamed(name: string, environment = this.#access.environmentName): Promise<Result | undefined> {
    const { organizationId } = this.#access;
    const environments = await this.get(`/accounts/api/organizations/${organizationId}/environments`);
    const id = rowsOf(environments, 'data').find((one) => one['name'] === environment)?.['id'];
    const gateways = await this.get(
      `/gatewaymanager/api/v1/organizations/${organizationId}/environments/${String(id)}/gateways`,
    );
    return rowsOf(gateways, 'content').find((one) => one['name'] === name);
  }

  /** The status with which an address answers, as any caller of it sees it. */
  async statusOf(url: string, login?: { username: string; password: string }): Promise<number> {
    const authorization = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
    const answer = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** Runs `work` and polls an address meanwhile; returns the distinct statuses in order. */
  async watch(url: string, work: () => Promise<unknown>): Promise<number[]> {
    let working = true;
    const done = work().finally(() => {
      working = false;
    });
    const seen: number[] = [];
    while (working) {
      const status = await this.statusOf(url);
      if (status !== seen.at(-1)) seen.push(status);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await done;
    return seen;
  }

  /** GETs a path; the JSON object that came. */
  async get(path: string): Promise<Result> {
    const answer = await fetch(`${this.#baseUrl}${path}`, {
      headers: {
        authorization: `Bearer ${this.#token}`,
        'x-anypnt-org-id': this.#access.organizationId,
        'x-anypnt-env-id': this.#access.environmentId,
      },
    });
    // Every operation read here answers with an object; a wrong one fails the check that looks into it.
    return (await answer.json()) as Result;
  }
}
