import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNone, filePaths, textOf } from './repository.ts';

const folder = 'docs/decisions/';
const sections = ['Context', 'Decision', 'Alternatives', 'Consequences'];

interface Page {
  file: string;
  text: string;
}

const decisions: readonly Page[] = filePaths
  .filter((file) => file.startsWith(folder))
  .sort()
  .map((file) => ({ file, text: textOf(file) }));

/** What is wrong with the head of a decision: title, date, status, in this order. */
function headProblems({ file, text }: Page): string[] {
  const [title = '', blank, date = '', status = '', after] = text.split('\n');
  return [
    ...(/^# \S.*[^.]$/.test(title) ? [] : [`${file}:1 needs a title: "# What was decided"`]),
    ...(blank === '' && after === '' ? [] : [`${file} needs an empty line before and after its head`]),
    ...(isDate(/^- Date: (.*)$/.exec(date)?.[1]) ? [] : [`${file}:3 needs "- Date: " with a day, as in 2026-11-23`]),
    ...statusProblems(file, status),
  ];
}

function isDate(text = ''): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A status names the other decision by its number, and links to it; the test of citations follows the link. */
function statusProblems(file: string, line: string): string[] {
  const status = /^- Status: (?:accepted(?:, amended by (.+))?|superseded by (.+))$/.exec(line);
  if (status === null) {
    return [`${file}:4 needs "- Status: " with accepted, accepted, amended by …, or superseded by …`];
  }
  const other = status[1] ?? status[2];
  if (other === undefined) return [];
  const [, number, target = ''] = /^\[(\d{4})\]\(([\w.-]+\.md)\)$/.exec(other) ?? [];
  const isOther = number !== undefined && target.startsWith(`${number}-`) && !file.endsWith(`/${target}`);
  return isOther ? [] : [`${file}:4 needs the other decision as a link, as in [0016](0016-name.md)`];
}

/** What is wrong with the sections of a decision: all of them, in order, each with something in it. */
function sectionProblems({ file, text }: Page): string[] {
  const [, ...parts] = text.split(/^## /m);
  const names = parts.map((part) => part.split('\n', 1)[0]);
  const empty = parts.filter((part) => part.split('\n').slice(1).join('').trim() === '');
  return [
    ...(names.join() === sections.join()
      ? []
      : [`${file} has the sections ${names.join(', ') || 'none'}; it needs ${sections.join(', ')}`]),
    ...empty.map((part) => `${file} says nothing under ${part.trim()}`),
  ];
}

describe('the decisions', () => {
  it('are files with a number and a name, numbered without a gap', () => {
    const names = decisions.map(({ file }) => path.posix.basename(file));
    expectNone(
      names.flatMap((name, index) => {
        const number = String(index + 1).padStart(4, '0');
        const isRight = new RegExp(`^${number}-[a-z0-9]+(-[a-z0-9]+)*\\.md$`).test(name);
        return isRight ? [] : [`${folder}${name} should be named ${number}-<words-with-hyphens>.md`];
      }),
    );
    expect(names.length).toBeGreaterThan(10);
  });

  it.each(decisions)('$file has a title, a date and a status', (page) => {
    expectNone(headProblems(page));
  });

  it.each(decisions)('$file has all sections', (page) => {
    expectNone(sectionProblems(page));
  });
});

describe('a decision', () => {
  const file = `${folder}0001-name.md`;
  const body = sections.map((name) => `## ${name}\n\nText.\n`).join('\n');
  const page = (date: string, status: string) => ({
    file,
    text: `# Title\n\n- Date: ${date}\n- Status: ${status}\n\n${body}`,
  });

  it.each(['accepted', 'accepted, amended by [0002](0002-other.md)', 'superseded by [0002](0002-other.md)'])(
    'may be %s',
    (status) => {
      expect([...headProblems(page('2026-11-23', status)), ...sectionProblems(page('2026-11-23', status))]).toEqual([]);
    },
  );

  it.each([
    ['2026-13-01', 'accepted', ':3 needs'],
    ['2026-02-30', 'accepted', ':3 needs'],
    ['23 November', 'accepted', ':3 needs'],
    ['2026-11-23', 'agreed', ':4 needs'],
    ['2026-11-23', 'superseded by 0002', ':4 needs the other decision as a link'],
    ['2026-11-23', 'superseded by [0002](0003-other.md)', ':4 needs the other decision as a link'],
    ['2026-11-23', 'superseded by [0001](0001-name.md)', ':4 needs the other decision as a link'],
  ])('may not be of %s, %s', (date, status, problem) => {
    expect(headProblems(page(date, status))).toEqual([expect.stringContaining(problem)]);
  });

  it('may leave out no section, and none may be empty', () => {
    const { text } = page('2026-11-23', 'accepted');
    const without = text.replace('## Alternatives\n\nText.\n\n', '');
    expect(sectionProblems({ file, text: without })).toEqual([expect.stringContaining('has the sections Context')]);
    expect(sectionProblems({ file, text: text.replace('Text.', '') })).toEqual([`${file} says nothing under Context`]);
  });
});
