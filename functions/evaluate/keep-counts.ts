import type { Counted, Counts } from '../../shared/ports/counts.ts';

export interface KeptCounts {
  readonly counts: Counts;
  /** What was counted last, by guardrail; nothing before. */
  series(): Counted['series'];
}

/** Keeps what a tick counted for those who draw it: a verdict holds no numbers where nothing is proven. */
export const keepCounts = (counts: Counts): KeptCounts => {
  let series: Counted['series'] = new Map();
  return {
    counts: {
      count: async (...asked) => {
        const counted = await counts.count(...asked);
        series = counted.series;
        return counted;
      },
    },
    series: () => series,
  };
};
