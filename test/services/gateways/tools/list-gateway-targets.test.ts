import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_list_gateway_targets';

describe(tool, async () => {
  let hidden = /$^/;
  const harness = await startHarness({
    emulator: {
      intercept: (request) =>
        hidden.test(request.url) ? Response.json({ message: 'No' }, { status: 403 }) : undefined,
    },
  });

  it('lists private spaces with their domains, versions by channel and sizes', async () => {
    const { structured, text } = await harness.call(tool);
    expect(structured).toMatchObject({
      targets: [
        {
          id: seedGateways.spaceUs,
          name: 'acme-us-east',
          region: 'us-east-2',
          status: 'Active',
          domains: ['q7x2ld.usa-e2.cloudhub.io'],
        },
      ],
      channels: [
        { name: 'lts', isDefault: true },
        { name: 'edge', isDefault: false, versions: ['1.12.1', '1.11.4', '1.10.2'] },
      ],
      sizes: [{ size: 'small' }, { size: 'large', remaining: 1 }],
    });
    expect(text).toContain('versions in lts (default), newest first: 1.9.9');
  });

  it('lists the targets of the environment that is named', async () => {
    const { targets } = await harness.ok(tool, { environment: 'Production' });
    expect(targets.map(({ name }: { name: string }) => name)).toEqual(['acme-us-east', 'acme-eu-central']);
  });

  it('lists what it can when the rest cannot be read', async () => {
    hidden = /privatespaces|domains|versions|usage/;
    const { structured, text } = await harness.call(tool);
    hidden = /$^/;
    expect(structured).toMatchObject({ targets: [{ id: seedGateways.spaceUs, name: 'acme-us-east' }], channels: [] });
    expect(text).toContain('The published versions could not be read.');
  });
});
