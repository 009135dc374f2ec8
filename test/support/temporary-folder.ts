import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * One folder for all temporary files of a run, also those of the processes that it starts, removed with all that is in
 * it: a test that is stopped half way cannot clean up.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-run-'));
  // Some tests go on as another user, who has to get through.
  chmodSync(folder, 0o711);
  // What os.tmpdir() reads, on Windows too; the workers are started after this with the same environment.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
