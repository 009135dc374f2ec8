import { count } from './quote.ts';

/** Whole minutes from an ISO 8601 time to `now`, ms since the epoch; undefined when the time is not known. */
export function minutesSince(time: string | undefined, now: number): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((now - at) / 60_000));
}

/** `less than a minute ago`, `12 minutes ago`, `3 hours ago`, `400 days ago`. */
export function timeAgo(minutes: number): string {
  if (minutes < 1) return 'less than a minute ago';
  const [number, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  return `${count(number, unit)} ago`;
}
