import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/platform/errors.ts';
import { GivenSecrets } from '../../../src/platform/masking/given-secrets.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';

const given = (...values: string[]): GivenSecrets => {
  const secrets = new GivenSecrets(new Secrets());
  for (const value of values) secrets.addGiven(value);
  return secrets;
};

describe('the secrets of one call', () => {
  it.each(['The password orders.', '{"password":"orders"}', 'p=orders&q', 'orders', '(orders)', 'is orders, not foo'])(
    'hide a word wherever it stands alone: %s',
    (text) => {
      expect(given('orders').redact(text)).toBe(text.replace('orders', '[secret]'));
    },
  );

  it.each(['mule-orders-1', 'orders-api', 'reorders', 'ordersapi', 'orders.example.com', 'orders_2', 'v1.orders'])(
    'leave the name alone that holds the word: %s',
    (text) => {
      expect(given('orders').redact(text)).toBe(text);
    },
  );

  it('hide a distinctive one inside of longer texts, too', () => {
    expect(given('kX7!mQ2z', 'kX7!').redact('user:xkX7!mQ2zx')).toBe('user:x[secret]x');
  });

  it('hide any value of four characters on as a whole word, whatever it is made of, plain, percent-encoded and in JSON', () => {
    const value = fc
      .string({ minLength: 4, maxLength: 30, unit: 'binary' })
      .filter((text) => !'[secret]'.includes(text));
    fc.assert(
      fc.property(value, (secret) => {
        fc.pre(!/\p{Cs}/u.test(secret));
        const encoded = encodeURIComponent(secret);
        for (const form of [secret, encoded, JSON.stringify(secret).slice(1, -1)]) {
          fc.pre(!'refused " no'.includes(form));
          expect(given(secret).redact(`refused "${form}" no`)).toBe('refused "[secret]" no');
        }
      }),
    );
  });

  it('leave a mask as it is for somebody whose password is secret', () => {
    expect(given('secret').redact('a [secret] and secret')).toBe('a [secret] and [secret]');
  });

  it('leave names of members, and everything in a call without secrets, as they are', () => {
    const value = { orders: ['orders', 1, null, { deep: 'my orders' }] };
    expect(given('orders').redactAll(value)).toEqual({ orders: ['[secret]', 1, null, { deep: 'my [secret]' }] });
    expect(given().redactAll(value)).toBe(value);
  });

  it('stay where they are part of what the caller asked for, and nowhere else', () => {
    const secrets = given('orders', 'billing');
    expect(secrets.redact('my orders, orders', ['my orders'])).toBe('my orders, [secret]');
    expect(secrets.redact('my orders, a billing, orders', ['', 'my orders', 'a billing'])).toBe(
      'my orders, a billing, [secret]',
    );
    expect(secrets.redactAll({ token: 'my orders', other: 'orders' }, ['my orders'])).toEqual({
      token: 'my orders',
      other: '[secret]',
    });
  });

  it('of three characters, or none at all, garble nothing', () => {
    expect(given('one').redact('one by one')).toBe('one by one');
    const none = given();
    none.addGiven(undefined);
    const value = { text: 'one' };
    expect(none.redactAll(value)).toBe(value);
  });

  it('leave an error as it is in a call that was given none', async () => {
    const error = new Failure('input', { what: 'No.', next: 'Change it.' });
    await expect(given().guard(() => Promise.reject(error))).rejects.toBe(error);
  });

  it('are taken out of the stack of a bug, where it has one', async () => {
    const bug = new Error('bug with orders');
    // V8 writes a stack when it is first read.
    expect(bug.stack).toContain('orders');
    await expect(given('orders').guard(() => Promise.reject(bug))).rejects.toBe(bug);
    expect(bug.stack).toContain('bug with [secret]');
    expect(bug.stack).not.toContain('bug with orders');
    const bare = new Error('bug with orders');
    delete bare.stack;
    await expect(given('orders').guard(() => Promise.reject(bare))).rejects.toBe(bare);
    expect(bare.stack).toBeUndefined();
  });

  it('reach the session once the call is accepted, and those given later at once', () => {
    const session = new Secrets();
    const call = new GivenSecrets(session);
    call.addGiven('first-7kQ!zR4m');
    expect(session.redact('first-7kQ!zR4m')).toBe('first-7kQ!zR4m');
    call.accept();
    call.addGiven('second-7kQ!zR4m');
    call.addGiven('orders');
    expect(session.redact('first-7kQ!zR4m second-7kQ!zR4m orders')).toBe('[secret] [secret] orders');
  });

  it('are taken out of whatever the call throws, and the rest of a failure stays', async () => {
    const parts = {
      what: 'No orders.',
      why: 'orders',
      next: 'Not orders.',
      http: { method: 'GET', path: '/x/orders', status: 400 },
      retryable: true,
      mayHaveHappened: true,
      choice: { argument: 'api', message: 'orders?', options: [{ id: '1', name: 'my-orders' }] },
    };
    const thrown = async (error: unknown): Promise<unknown> =>
      given('orders')
        .guard(() => Promise.reject(error))
        .catch((caught: unknown) => caught);
    expect(await thrown(new Failure('permission', parts))).toMatchObject({
      kind: 'permission',
      message: 'No [secret].',
      why: '[secret]',
      next: 'Not [secret].',
      http: { method: 'GET', path: '/x/[secret]', status: 400 },
      retryable: true,
      mayHaveHappened: true,
      choice: { argument: 'api', message: '[secret]?', options: [{ id: '1', name: 'my-orders' }] },
    });
    const bug = await thrown(new Error('bug with orders'));
    expect(bug).toMatchObject({ message: 'bug with [secret]' });
    expect(bug instanceof Error && bug.stack).toContain('bug with [secret]');
    expect(await thrown('text')).toBe('text');
  });
});
