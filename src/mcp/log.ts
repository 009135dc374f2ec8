import type { Secrets } from '../platform/masking/secrets.ts';
import { Outlet } from './outlet.ts';

/** Severities, most severe first. */
const levels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof levels)[number];

/** Writes one JSON line to stderr: stdout belongs to the protocol. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** A log that leaves out what is less severe than `least` and masks every known secret. */
export function createLog(
  minLevel: LogLevel | 'silent',
  secrets: Secrets,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const outlet = new Outlet(secrets);
  const shown = minLevel === 'silent' ? -1 : levels.indexOf(minLevel);
  return (level, message, facts = {}) => {
    if (levels.indexOf(level) > shown) return;
    const line = outlet.value({ message, ...facts });
    write(`${JSON.stringify({ time: new Date().toISOString(), level, ...line })}\n`);
  };
}
