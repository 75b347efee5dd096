const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export type TimeContext = { locale: string; now: Date; timeZone: string };

/** How long ago, as short as a reader can take it in: "4분", "3h", "11월 14일", "Nov 14, 2024"; null for less than a minute. */
export function formatAge(time: Date, context: TimeContext): string | null {
  const age = context.now.getTime() - time.getTime();
  if (age < minute) return null;
  if (age < hour) return formatUnit(Math.floor(age / minute), 'minute', context.locale);
  if (age < day) return formatUnit(Math.floor(age / hour), 'hour', context.locale);
  if (age < 7 * day) return formatUnit(Math.floor(age / day), 'day', context.locale);
  return formatDay(time, context);
}

/** How long ago, within a sentence: "4분 전", "3 hours ago", "11월 14일"; null for less than a minute. */
export function formatAgo(time: Date, context: TimeContext): string | null {
  const age = context.now.getTime() - time.getTime();
  if (age < minute) return null;
  if (age >= 7 * day) return formatDay(time, context);
  const ago = new Intl.RelativeTimeFormat(context.locale);
  if (age < hour) return ago.format(-Math.floor(age / minute), 'minute');
  if (age < day) return ago.format(-Math.floor(age / hour), 'hour');
  return ago.format(-Math.floor(age / day), 'day');
}

/** A day, with its year only when it is not this one. */
export function formatDay(time: Date, context: TimeContext): string {
  const { locale, timeZone } = context;
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone });
  const isThisYear = year.format(time) === year.format(context.now);
  return new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    timeZone,
    ...(!isThisYear && { year: 'numeric' }),
  }).format(time);
}

/** A month, as a profile tells when someone joined. */
export function formatMonth(time: Date, context: Omit<TimeContext, 'now'>): string {
  const { locale, timeZone } = context;
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone }).format(time);
}

/** The exact moment: "2026. 11. 21. 오전 7:42". */
export function formatMoment(time: Date, context: Omit<TimeContext, 'now'>): string {
  const { locale, timeZone } = context;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(time);
}

/** A count as a button shows it: "999", "1.2K", "1.2만". */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    notation: 'compact',
    // "1.2천" reads odd in Korean: thousands stay written out there.
    ...(count < 10_000 && locale === 'ko' && { notation: 'standard' }),
    maximumFractionDigits: 1,
  }).format(count);
}

function formatUnit(value: number, unit: 'minute' | 'hour' | 'day', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(
    value,
  );
}
