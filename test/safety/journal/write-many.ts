// A process of its own that writes into the journal of a folder: `node write-many.ts FOLDER [COUNT]`.
import { Journal } from '../../../src/safety/journal/journal.ts';

// It ends by itself: its parent may be killed, too.
const [folder = '', count = '20000'] = process.argv.slice(2);
const journal = new Journal({ stateFolder: folder, now: Date.now });

for (let index = 1; index <= Number(count); index++) {
  const id = `${process.pid}-${index}`;
  try {
    journal.write({ type: 'reset', id, at: journal.at(), who: { session: 'x'.repeat(200) } });
    // Whoever reads this may rely on the line.
    process.stdout.write(`wrote ${id}\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    break;
  }
}
