const day = 86_400_000;

/** How a window shows its times: `2024-03-18 00:00:00+00:00`. */
function shown(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const milliseconds = time.slice(9, 12);
  return `${date} ${time.slice(0, 8)}${milliseconds === '000' ? '' : `.${milliseconds}000`}+00:00`;
}

/** The third Monday of a month, at its start. The month may be past the end of the year. */
function thirdMonday(year: number, month: number): number {
  const first = Date.UTC(year, month, 1);
  const toMonday = (8 - new Date(first).getUTCDay()) % 7;
  return first + (toMonday + 14) * day;
}

/**
 * The next window in which private spaces are patched. The rule follows the one published example, March 2024: sandboxes
 * from the third Monday to Friday, production on the weekend after [docs/platform/runtime-fabric.md#upgrades].
 */
export function monthlyPatchWindow(now: number) {
  const today = new Date(now);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  const isOver = thirdMonday(year, month) + 7 * day <= now;
  const start = thirdMonday(year, isOver ? month + 1 : month);
  const startDate = new Date(start);
  return {
    releaseYear: startDate.getUTCFullYear(),
    releaseMonth: startDate.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' }).toUpperCase(),
    sandboxStartDate: shown(start),
    sandboxEndDate: shown(start + 5 * day - 1),
    productionStartDate: shown(start + 5 * day),
    productionEndDate: shown(start + 7 * day - 1),
  };
}
