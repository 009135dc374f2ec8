import { describe, expect, it } from 'vitest';
import { muleSoftGroupId, seedIds } from '../../../../src/emulator/index.ts';
import { send, withEmulator } from '../../client.ts';

const path = '/graph/api/v2/graphql';

describe('GraphQL', () => {
  it('answers the queries of the CLI, with the token as a variable and __typename at every level', () =>
    withEmulator({}, async (emulator) => {
      const { body: login } = await send(emulator, 'POST', '/accounts/login', {
        username: emulator.access.username,
        password: emulator.access.password,
      });
      const list = await send(emulator, 'POST', path, {
        operationName: null,
        variables: { limit: 10, offset: 0, searchText: 'orders api', accessToken: login.access_token },
        query: `query ($organizationIds: [String], $limit: Int, $offset: Int, $searchText: String!) {
          assets(limit: $limit, offset: $offset, searchTerm: $searchText, organizationIds: $organizationIds) {
            groupId assetId version name type updatedDate createdDate __typename } }`,
      });
      expect(list.body).toEqual({
        data: {
          assets: [
            {
              groupId: seedIds.root,
              assetId: 'orders-api',
              version: '1.1.0',
              name: 'Orders API',
              type: 'rest-api',
              updatedDate: expect.any(String),
              createdDate: expect.any(String),
              __typename: 'Asset',
            },
          ],
        },
      });
      const asset = await send(emulator, 'POST', path, {
        variables: {
          groupId: muleSoftGroupId,
          assetId: 'rate-limiting',
          version: '1.4.1',
          accessToken: login.access_token,
        },
        query: `query($groupId: String!, $assetId: String!, $version: String!) {
          asset(groupId: $groupId, assetId: $assetId, version: $version) {
            name description assetId files { classifier externalLink __typename } __typename } }`,
      });
      const [file] = asset.body.data.asset.files;
      expect(file).toMatchObject({ classifier: 'policy-definition', __typename: 'AssetFile' });
      // Without any headers of the session.
      const definition = await (await fetch(file.externalLink)).text();
      expect(definition).toMatch(/^id: "rate-limiting"\nname: "Rate limiting"\n/);
      expect(definition).toMatch(/^configuration: \[\{"propertyName":/m);
    }));

  it("lists MuleSoft's policies, on request in all versions", () =>
    withEmulator({}, async (_, call) => {
      const query = (last: boolean) => ({
        query: `{ assets(types: "policy", limit: 100, offset: 0, latestVersionsOnly: ${last}) { id: assetId version } }`,
      });
      const versionsOf = async (last: boolean): Promise<string[]> => {
        const { body } = await call('POST', path, query(last));
        return body.data.assets
          .filter(({ id }: { id: string }) => id === 'rate-limiting')
          .map(({ version }: { version: string }) => version);
      };
      expect(await versionsOf(true)).toEqual(['1.4.1']);
      expect((await versionsOf(false)).length).toBeGreaterThan(1);
    }));

  it.each([
    ['{ assets { nope } }', 400, 'Cannot query field "nope" on type "Asset".'],
    ['{ servers { id } }', 400, 'Cannot query field "servers" on type "Query".'],
    ['{ assets }', 400, 'must have a selection of subfields'],
    ['{ assets { name }', 400, 'Syntax Error: Expected "}", found "<EOF>".'],
    ['{ assets { name ...all } }', 400, 'Syntax Error'],
    ['{ assets { name } } ~', 400, 'Unexpected character "~"'],
    ['mutation { remove }', 400, 'Only queries'],
    [undefined, 400, 'Must provide query string'],
  ])('refuses %j', (query, status, message) =>
    withEmulator({}, async (_, call) => {
      const answer = await call('POST', path, { query });
      expect([answer.status, answer.body.errors[0].message]).toEqual([status, expect.stringContaining(message)]);
    }),
  );

  it('needs a token, and returns null for an unknown asset', () =>
    withEmulator({}, async (emulator, call) => {
      const query = '{ asset(groupId: "x", assetId: "y", version: "1.0.0") { name } }';
      expect((await send(emulator, 'POST', path, { query })).status).toBe(401);
      expect((await call('POST', path, { query })).body).toEqual({ data: { asset: null } });
    }));
});
