import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PendingApproval, PendingApprovals, questionDigest } from '../../../src/safety/approvals/pending.ts';
import { signApproval } from '../../../src/safety/approvals/signature.ts';
import { newId } from '../../../src/safety/state/ids.ts';
import { stateFolder } from '../../support/safety.ts';
import { keyPair, opened } from './key-pair.ts';

const start = Date.parse('2026-11-29T07:00:00Z');
const at = new Date(start).toISOString();
const id = 'bcdfgh234567';
const question = { text: 'Delete a gateway?' };

function waiting(more: Partial<PendingApproval> = {}) {
  const folder = stateFolder();
  const pending = new PendingApprovals(folder);
  const asked = {
    id,
    tool: 'anypoint_delete_gateway',
    ...question,
    createdAt: start,
    expiresAt: start + 600_000,
    pid: process.pid,
  };
  pending.ask({ ...asked, ...more });
  const inFolder = path.join(folder, 'approvals');
  return { pending, asked, folder: inFolder, names: () => readdirSync(inFolder).sort() };
}

const yes = (more: object = {}) => ({ by: 'ada', at, question: questionDigest(question), ...more });

describe('a plan that waits for a person', () => {
  it('stands in a file that only its owner can read', () => {
    const { folder } = waiting();
    expect(statSync(path.join(folder, `${id}.json`)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is found by its id until it expires, the oldest first in the list', () => {
    const { pending, asked } = waiting();
    const later = { ...asked, id: 'zzzzzzzzzzzz', createdAt: start - 1 };
    pending.ask(later);
    expect(pending.list(start).map((one) => one.id)).toEqual([later.id, id]);
    expect(pending.find(id, start + 599_999)).toEqual(asked);
    expect(pending.find(id, start + 600_000)).toBeUndefined();
    expect(pending.list(start + 600_000)).toEqual([]);
  });

  it.each(['', '.', '../approvals/bcdfgh234567', 'bcdfgh23456*', 'nosuchplan'])('is not found as %j', (text) => {
    expect(waiting().pending.find(text, start)).toBeUndefined();
  });

  it('is agreed to by whoever says so', () => {
    const { pending } = waiting();
    expect(pending.given(id, question, undefined)).toEqual([]);
    pending.agree(id, yes());
    pending.agree(id, yes({ by: 'bob' }));
    expect(
      pending
        .given(id, question, undefined)
        .map(({ by }) => by)
        .sort(),
    ).toEqual(['ada', 'bob']);
  });

  it('is not agreed to where another question was shown, as by a file that somebody has changed', () => {
    const { pending, folder, asked } = waiting();
    const changed = { ...asked, text: 'Rename a gateway?' };
    writeFileSync(path.join(folder, `${id}.json`), JSON.stringify(changed));
    const shown = pending.find(id, start);
    expect(shown).toEqual(changed);
    pending.agree(id, yes({ question: questionDigest(changed) }));
    expect(pending.given(id, question, undefined)).toEqual([]);
    pending.agree(id, yes({ question: questionDigest({ ...question, typedName: 'orders' }) }));
    expect(pending.given(id, question, undefined)).toEqual([]);
  });

  it('ignores files of another kind, drafts and what is no JSON', () => {
    const { pending, folder } = waiting();
    const agreed = JSON.stringify(yes());
    for (const name of [`${id}.abc.yes.xyz.draft`, `${id}.no`, `${id}yes`, `x${id}.abc.yes`, `${id}.json.q.draft`]) {
      writeFileSync(path.join(folder, name), agreed);
    }
    writeFileSync(path.join(folder, `${id}.torn.yes`), agreed.slice(0, -5));
    writeFileSync(path.join(folder, `${id}.other.yes`), '{"by":1}');
    writeFileSync(path.join(folder, 'qqqqqqqqqqqq.json'), 'no JSON');
    mkdirSync(path.join(folder, `${id}.folder.yes`));
    expect(pending.given(id, question, undefined)).toEqual([]);
    expect(pending.list(start).map((one) => one.id)).toEqual([id]);
  });

  it('counts a signed approval only by the right key, and no other', () => {
    const { publicKey, privateKey } = keyPair();
    const { pending } = waiting({ approvalKey: publicKey });
    const approval = { id, question: questionDigest(question), at };
    const given = () => pending.given(id, question, publicKey).map(({ by }) => by);
    pending.agree(id, yes());
    pending.agree(id, yes({ by: 'eve', signature: signApproval(approval, opened(keyPair().privateKey)) }));
    pending.agree(id, yes({ by: 'late', at: `${at}x`, signature: signApproval(approval, opened(privateKey)) }));
    expect(given()).toEqual([]);
    pending.agree(id, yes({ signature: signApproval(approval, opened(privateKey)) }));
    expect(given()).toEqual(['ada']);
  });

  it('is forgotten with everything about it, and nothing else', () => {
    const { pending, asked, names } = waiting();
    pending.ask({ ...asked, id: `${id}2` });
    pending.agree(id, yes());
    pending.forget(id);
    expect(names()).toEqual([`${id}2.json`]);
  });

  it('goes away when it has expired and another one is asked', () => {
    const { pending, asked, names } = waiting();
    pending.agree(id, yes());
    pending.ask({ ...asked, id: 'zzzzzzzzzzzz', createdAt: start + 700_000, expiresAt: start + 900_000 });
    expect(names()).toEqual(['zzzzzzzzzzzz.json']);
  });

  it('says so where it cannot be written, and leaves no draft', () => {
    const { pending, asked, folder, names } = waiting();
    mkdirSync(path.join(folder, 'zzzzzzzzzzzz.json'));
    expect(() => pending.ask({ ...asked, id: 'zzzzzzzzzzzz' })).toThrow('so nothing is written to the platform');
    expect(names()).toEqual([`${id}.json`, 'zzzzzzzzzzzz.json']);
  });

  it('is whole for whoever reads while it is written', () => {
    const { pending, asked, folder } = waiting();
    for (let index = 0; index < 20; index++) pending.ask({ ...asked, text: newId(20).repeat(50) });
    expect(() => JSON.parse(readFileSync(path.join(folder, `${id}.json`), 'utf8'))).not.toThrow();
  });
});
