/** How figures are written: the tables are the same on every machine, and the picture is drawn from what they say. */

/** Openings a week: 0.2, 14, 1013. */
export const perWeek = (count: number, weeks: number): string => short(count / weeks);

export const short = (value: number): string =>
  value < 9.95 ? String(Number(value.toFixed(value < 0.995 ? 2 : 1))) : value.toFixed(0);

export const medianOf = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

/** A median of minutes, of which some are infinite. */
export const minutesText = (minutes: number, patience: number): string =>
  Number.isFinite(minutes) ? String(minutes) : `over ${patience}`;

export const percentText = (share: number): string => `${Math.round(share * 100)} %`;

export const tableText = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
