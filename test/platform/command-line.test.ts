import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandHelp } from '../../src/cli/help.ts';
import { commandLineOf, type StartedAs } from '../../src/platform/command-line.ts';
import { filesBelow } from '../support/fix-sites.ts';

const commands = [...Object.keys(commandHelp), '--help'];

const node = '/usr/bin/node';
const args = ['approve', 'bcdfgh234567'];

describe('the command line that a person types', () => {
  it.each<[string, Partial<StartedAs>, string]>([
    [
      'with npx',
      { argv: [node, '/home/ada/.npm/_npx/1a2b/node_modules/.bin/anypoint-mcp'] },
      'npx -y anypoint-mcp approve bcdfgh234567',
    ],
    [
      'with npx, as npm says',
      { argv: [node, '/x/dist/index.js'], env: { npm_command: 'exec' } },
      'npx -y anypoint-mcp approve bcdfgh234567',
    ],
    ['installed', { argv: [node, '/usr/local/bin/anypoint-mcp'] }, 'anypoint-mcp approve bcdfgh234567'],
    ['by path', { argv: [node, '/srv/mcp/dist/index.js'] }, 'node /srv/mcp/dist/index.js approve bcdfgh234567'],
    [
      'by a path with blanks and quotes',
      { argv: [node, "/srv/Ada's tools/$x/index.js"] },
      "node '/srv/Ada'\\''s tools/$x/index.js' approve bcdfgh234567",
    ],
    [
      'by another runtime',
      { execPath: '/opt/my bun/bun', argv: ['/opt/my bun/bun', '/srv/index.js'] },
      "'/opt/my bun/bun' /srv/index.js approve bcdfgh234567",
    ],
    [
      'on Windows, installed',
      {
        platform: 'win32',
        execPath: 'C:\\node\\node.exe',
        argv: ['C:\\node\\node.exe', 'C:\\Users\\ada\\npm\\anypoint-mcp.cmd'],
      },
      'anypoint-mcp approve bcdfgh234567',
    ],
    [
      'on Windows, by a path with blanks',
      {
        platform: 'win32',
        execPath: 'C:\\Program Files\\nodejs\\node.exe',
        argv: ['C:\\Program Files\\nodejs\\node.exe', 'C:\\Ada Tools\\dist\\index.js'],
      },
      'node "C:\\Ada Tools\\dist\\index.js" approve bcdfgh234567',
    ],
    [
      'on Windows, with npx',
      { platform: 'win32', argv: ['node.exe', 'C:\\npm-cache\\_npx\\1a\\node_modules\\anypoint-mcp\\dist\\index.js'] },
      'npx -y anypoint-mcp approve bcdfgh234567',
    ],
    [
      'with a state folder of the host',
      { argv: [node, '/usr/bin/anypoint-mcp'], env: { XDG_STATE_HOME: '/var/lib/my host' } },
      "XDG_STATE_HOME='/var/lib/my host' anypoint-mcp approve bcdfgh234567",
    ],
  ])('of a server started %s', (_how, started, line) => {
    expect(commandLineOf({ argv: [node], execPath: node, env: {}, platform: 'linux', ...started }, args)).toBe(line);
  });
});

describe('the command line of a command without state', () => {
  it.each([[], ['--help'], ['tools']])('leaves the state folder out: %j', (...words) => {
    const how = { argv: [node, '/opt/a/dist/index.js'], execPath: node, env: { XDG_STATE_HOME: '/x' } };
    expect(commandLineOf({ ...how, platform: 'linux' }, words)).toBe(['node /opt/a/dist/index.js', ...words].join(' '));
  });
});

describe('texts that tell a person to run a command', () => {
  // What is published holds for every way of starting it.
  const published = /safety\/policy\/policy\.ts$/;

  it('are made by the one function that knows how this process was started', () => {
    const named = filesBelow('src')
      .filter((file) => !published.test(file))
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line))
      .filter((line) => commands.some((name) => line.includes(`anypoint-mcp ${name}`)))
      // Names, and no calls.
      .filter((line) => !/anypoint-mcp (emulator'|emulator state|emulator\. See|demo')/.test(line));
    expect(named).toEqual([]);
  });
});
