import { describe, expect, it } from 'vitest';
import { eras } from '../support/mcp-client.ts';
import { answersWith, cancels, declines, type Person, picks, types } from '../support/person.ts';
import { askingClient } from './asking.ts';

const sandbox = picks(/^Sandbox /);

describe.each(eras)('a client of %s that can ask its user', (era) => {
  const asking = askingClient(era);
  const messages = () => asking.asked.map(({ message }) => message);

  it('lets them choose where a name is not clear, and carries on with every answer', async () => {
    const person = answersWith(sandbox, picks(/^orders-gateway /));
    const { text, isError } = await asking.call(person, 'anypoint_get_gateway_status', { gateway: 'ordrs-gatway' });
    expect(isError).toBe(false);
    expect(text).toContain('"orders-gateway"');
    expect(messages()).toEqual([
      expect.stringContaining('Which environment'),
      expect.stringContaining('"ordrs-gatway"'),
    ]);
  });

  it.each([
    ['does not want to choose', declines],
    ['closes the form', cancels],
  ])('tells the model when the user %s', async (_what, person) => {
    const { text, isError } = await asking.call(person, 'anypoint_list_servers', {});
    expect(isError).toBe(true);
    expect(text).toContain('Which environment?');
    expect(text.split('\n').at(-1)).toBe('The user was asked and did not choose.');
    expect(asking.asked).toHaveLength(1);
  });

  it('also tells the model what the user had chosen before, so that it need not be asked again', async () => {
    const person = answersWith(sandbox, declines);
    const { text, isError } = await asking.call(person, 'anypoint_get_server', { server: 'mule-ordrs-1' });
    expect(isError).toBe(true);
    expect(text).toContain('Server "mule-ordrs-1" was not found in "Sandbox"');
    const { environmentId } = asking.emulator.access;
    expect(text.split('\n').at(-1)).toBe(
      `The user was asked and did not choose. They answered {"environment":"${environmentId}"}.`,
    );
  });

  it('asks once more after an answer that was not offered, then says so with the nearest names', async () => {
    const args = { environment: 'Sandbox', gateway: 'ordres' };
    const { text, isError } = await asking.call(types('garbage'), 'anypoint_get_gateway', args);
    expect(isError).toBe(true);
    const [first, second] = messages();
    expect(messages()).toHaveLength(2);
    expect(second).toBe(`That is not one of the choices. ${first}`);
    expect(text).toContain('Gateway "ordres" was not found in "Sandbox"');
    expect(text).toContain('"orders-gateway" (');
    expect(text).not.toContain('garbage');
    expect(text.split('\n').at(-1)).toBe('The user was asked, and answered with something that is not on the list.');
  });

  it('takes the answer to the second question, by a title or an id that somebody has typed', async () => {
    const isOrders = (title: string) => title.startsWith('orders-gateway ');
    const byTitle: Person = ({ titles }) => ({ typed: titles.find(isOrders) ?? '' });
    const byId: Person = ({ titles, ids }) => ({ typed: ids[titles.findIndex(isOrders)] ?? '' });
    for (const person of [byTitle, byId]) {
      const args = { environment: 'Sandbox', gateway: 'ordres' };
      const { text, isError } = await asking.call(
        answersWith(types('orders'), person),
        'anypoint_get_gateway_status',
        args,
      );
      expect(isError, text).toBe(false);
      expect(text).toContain('"orders-gateway"');
      expect(asking.asked).toHaveLength(2);
    }
  });

  it('does not write to what exists but was not offered', async () => {
    const servers = [...asking.emulator.store.servers.values()].map(({ id, name }) => ({ id: String(id), name }));
    const other: Person = ({ ids }) => ({ typed: servers.find(({ id }) => !ids.includes(id))?.id ?? '' });
    const args = { environment: 'Sandbox', server: 'mule-orders' };
    const { text, isError } = await asking.call(other, 'anypoint_delete_server', args);
    expect(isError).toBe(true);
    expect(asking.asked).toHaveLength(2);
    expect(text).toContain('Server "mule-orders" was not found in "Sandbox"');
    expect(asking.emulator.store.servers.size).toBe(servers.length);
  });

  it('asks again for every new question, whatever was answered to those before', async () => {
    const person = answersWith(types('x'), sandbox, types('y'), picks(/^orders-gateway /));
    const { isError } = await asking.call(person, 'anypoint_get_gateway_status', { gateway: 'ordres' });
    expect(isError).toBe(false);
    expect(asking.asked).toHaveLength(4);
  });

  it('does not ask where there is nothing to choose', async () => {
    const listing = { environment: 'Sandbox', status: 'RUNNING' };
    expect((await asking.call(cancels, 'anypoint_list_servers', listing)).isError).toBe(false);
    expect(asking.asked).toEqual([]);
    const creation = { environment: 'Design', name: 'x', servers: ['nowhere'] };
    const { text } = await asking.call(cancels, 'anypoint_create_cluster', creation);
    expect(text).toContain('It has no servers.');
    expect(text).not.toContain('The user was asked');
    expect(asking.asked).toEqual([]);
  });

  it('tells applications of one name apart by where they run', async () => {
    const { store } = asking.emulator;
    const [like] = store.cloudHubApplications.values();
    if (like === undefined) throw new Error('the seed has changed');
    store.cloudHubApplications.set('orders-app', { ...like, domain: 'orders-app' });
    const args = { environment: 'Sandbox', application: 'orders-app' };
    const { text, isError } = await asking.call(picks(/ on CloudHub 1\.0 /), 'anypoint_get_application', args);
    store.cloudHubApplications.delete('orders-app');
    expect(isError).toBe(false);
    expect(text).toContain('CloudHub 1.0');
    expect(asking.asked[0]?.titles).toEqual([
      expect.stringMatching(/^orders-app, on CloudHub 1\.0 \S+ \(cloudhub:orders-app\)$/),
      expect.stringMatching(/^orders-app, on CloudHub 2\.0 acme-us-east \(cloudhub2:[0-9a-f-]{36}\)$/),
    ]);
  });

  it('offers the environment in which an application of that name is', async () => {
    const args = { environment: 'Production', application: 'orders-app' };
    const { text, isError } = await asking.call(sandbox, 'anypoint_get_application', args);
    expect(isError).toBe(false);
    expect(text).toContain('acme-us-east');
    expect(messages()).toEqual([expect.stringContaining('was not found in "Production"')]);
  });
});
