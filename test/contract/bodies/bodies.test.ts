import { describe, expect, it } from 'vitest';
import type { Answer } from '../../emulator/client.ts';
import type { Operation } from '../documents/operation.ts';
import { bodyCases, elsewhere } from './cases.ts';
import { preparedCases } from './prepared-cases.ts';
import { emulated, operationOf, requestOf, schemaOf, withCaller } from './requests.ts';
import { leavesOf, membersIn, valueAt, wrongValueFor } from './sample.ts';

/** Words of the validation library that the emulator uses inside. */
const libraryWords = /\bzod\b|Invalid input|Invalid option|Unrecognized key|Too (small|big)|expected \w+, received/i;

/** The form in which each service refuses a body [docs/platform/conventions.md#error-shapes]. */
const forms: Readonly<Record<string, unknown>> = {
  'access-management': { name: expect.any(String), message: expect.any(String) },
  'amc-application-manager': {
    title: 'Bad Request',
    status: 400,
    detail: expect.any(String),
    type: expect.any(String),
  },
  'api-manager': {
    name: 'Bad Request',
    errors: [
      {
        path: expect.stringMatching(/^\/body/),
        message: expect.any(String),
        errorCode: expect.stringMatching(/\.openapi\.validation$/),
      },
    ],
    message: expect.stringMatching(/^request\/body/),
  },
  'arm-rest-services': { message: expect.any(String) },
  cloudhub: { status: 400, message: expect.any(String) },
  'cloudhub-20': { message: expect.any(String), errors: [{ code: 'BAD_REQUEST', message: expect.any(String) }] },
  'exchange-experience': { status: 400, message: expect.any(String), details: {} },
  'flex-gateway-manager': { status: 400, message: expect.any(String) },
};
const formOf = ({ document }: Operation): unknown => forms[document === 'proxies-xapi' ? 'api-manager' : document];

const allCases = [...bodyCases, ...preparedCases];

describe('the published bodies', () => {
  it('are all sent', () => {
    const named = new Set([...allCases.map(({ operation }) => operation), ...Object.keys(elsewhere)]);
    const withMembers = [...emulated.values()].filter((operation) => membersIn(schemaOf(operation)).length > 0);
    expect(withMembers.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  });
});

describe.each(allCases.map((one) => [one.operation, one] as const))('%s', (_, one) => {
  const { out = {}, read, within = '' } = one;
  const operation = operationOf(one);

  it('keeps every property, or says why not', async () => {
    const [written, shown, body] = await withCaller(async (call): Promise<[Answer, Answer, unknown]> => {
      const { path, body } = await requestOf(one, call);
      const answer = await call(operation.method, path, body);
      return [answer, read === undefined ? answer : await call('GET', read.replace('{id}', answer.body.id)), body];
    });
    expect(written.status, JSON.stringify(written.body)).toBeLessThan(300);
    const isOut = (at: string): boolean => Object.keys(out).some((name) => at === name || at.startsWith(`${name}.`));
    const inAnswer = (at: string): unknown =>
      valueAt(valueAt(shown.body, within), at.replace(/^applicationInfo\./, ''));
    const lost = leavesOf(body)
      .filter(([at]) => !isOut(at))
      .filter(([at, value]) => String(inAnswer(at)) !== String(value))
      .map(([at, value]) => `${at}: ${String(value)} became ${String(inAnswer(at))}`);
    expect(lost).toEqual([]);
  });

  it('refuses every wrong type in the form of its service', async () => {
    const accepted = await withCaller(async (call) => {
      const found: string[] = [];
      const { path, body } = await requestOf(one, call);
      for (const [name, member] of membersIn(schemaOf(operation))) {
        const wrong = wrongValueFor(member);
        if (wrong === undefined) continue;
        const answer = await call(operation.method, path, { ...Object(body), [name]: wrong });
        const text = JSON.stringify(answer.body);
        if (answer.status !== 400 || libraryWords.test(text)) found.push(`${name}: ${answer.status} ${text}`);
        // Changing the address of a member answers a list [docs/platform/conventions.md#error-shapes].
        else expect([answer.body].flat()[0], name).toMatchObject(Object(formOf(operation)));
      }
      return found;
    });
    expect(accepted).toEqual([]);
  });

  it('refuses a property that nobody has described', async () => {
    const answer = await withCaller(async (call) => {
      const { path, body } = await requestOf(one, call);
      return call(operation.method, path, { ...Object(body), neverHeardOf: 1 });
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('neverHeardOf');
  });
});
