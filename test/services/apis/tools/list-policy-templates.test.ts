import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { muleSoftGroupId } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_list_policy_templates';
const ids = (templates: { assetId: string }[]) => templates.map(({ assetId }) => assetId);

describe(tool, async () => {
  const harness = await startHarness();

  it('lists those that the gateway of the API can have, newest versions, once each', async () => {
    const mule = await harness.ok(tool, { api: 'inventory-api' });
    const flex = await harness.ok(tool, { api: 'fulfilment-sandbox' });
    expect(ids(mule['templates'])).toContain('xml-threat-protection');
    expect(ids(mule['templates'])).not.toContain('http-caching');
    expect(ids(flex['templates'])).toContain('http-caching');
    expect(ids(flex['templates'])).not.toContain('xml-threat-protection');
    expect(new Set(ids(flex['templates'])).size).toBe(flex['templates'].length);
    expect(
      flex['templates'].find(({ assetId }: { assetId: string }) => assetId === 'http-basic-authentication'),
    ).toMatchObject({
      version: '1.3.2',
      direction: 'inbound',
      requiredFields: ['username', 'password'],
    });
    const one = await harness.ok(tool, { api: 'fulfilment-sandbox', policy: 'http-basic-authentication' });
    expect(one['templates'][0]).toMatchObject({
      groupId: muleSoftGroupId,
      fields: [
        { name: 'username', type: 'text', required: true, sensitive: false },
        { name: 'password', type: 'text', required: true, sensitive: true },
      ],
    });
  });

  it('stays under 50 tokens a policy, in either form', async () => {
    const { text, structured = {} } = await harness.call(tool, { api: 'inventory-api' });
    const templates = Object(structured)['templates'] as unknown[];
    expect(encode(text).length / templates.length).toBeLessThan(50);
    expect(encode(JSON.stringify(structured)).length / templates.length).toBeLessThan(50);
  });

  it('is compact for all, and shows everything of one', async () => {
    const { text } = await harness.call(tool, { api: 'inventory-api' });
    expect(text).toMatch(/^rate-limiting .* \| rateLimits$/m);
    expect(text).toMatch(/^client-id-enforcement .* \| nothing$/m);
    expect(text).not.toContain('one of rsa');
    const spike = await harness.call(tool, { api: 'inventory-api', policy: 'spike-control' });
    expect(spike.text).toContain('timePeriodInMilliseconds*: integer; at most 5000');
    const one = await harness.call(tool, { api: 'inventory-api', policy: 'JWT validation' });
    expect(one.text).toContain('1 policy template for API');
    expect(one.text).toContain('signingMethod: text; one of rsa, hmac, es, none');
    expect(one.text).toContain('textKey: text; secret');
    expect(one.text).toContain('nonMandatoryCustomClaims');
  });

  it('says that a policy is for another gateway, or which are the closest', async () => {
    const text = await harness.fails(tool, { api: 'inventory-api', policy: 'http-caching' });
    expect(text).toContain('Policy http-caching is not available for API "Inventory API"');
    expect(text).toContain('It is for flexGateway.');
    expect(await harness.fails(tool, { api: 'inventory-api', policy: 'rat-limiting' })).toContain(
      'The closest names are rate-limiting',
    );
  });
});

describe(`${tool} with the field names of the document`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        request.url.includes('exchange-policy-templates')
          ? Response.json([
              template('1.9.0', { defaultValue: 5 }),
              template('1.10.0', { defaultValue: 7, options: [{ name: 'Five', value: 5 }, 7] }),
              { ...template('2.0.0', {}), assetId: 'hidden', applicable: false },
            ])
          : undefined,
    },
  });

  function template(assetVersion: string, field: object) {
    const configuration = [{ propertyName: 'size', name: 'Size', type: 'int', optional: false, ...field }];
    return { groupId: 'g', assetId: 'sized', assetVersion, configuration };
  }

  it('reads assetVersion, sorts versions as numbers, and shows options and defaults', async () => {
    const { templates } = await harness.ok(tool, { api: 'inventory-api' });
    expect(templates).toEqual([
      {
        assetId: 'sized',
        example: { size: 7 },
        groupId: 'g',
        version: '1.10.0',
        name: 'sized',
        direction: 'inbound',
        requiredFields: ['size'],
        fields: [expect.objectContaining({ name: 'size', type: 'integer', options: ['5', '7'], default: '7' })],
      },
    ]);
  });
});
