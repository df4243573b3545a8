import { limits } from '../../shared/core/limits.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import type { Beat } from './beat.ts';
import type { EventFile } from './event-files.ts';
import { InOrder, LONGEST_GAP_MINUTES } from './in-order.ts';
import { parseLine, tooLong } from './parse-line.ts';
import { readLines } from './read-lines.ts';

/** From, and up to but without. */
export interface Period {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** What has been read so far. */
export interface Reading {
  bytes: number;
  /** Events that are replayed, copies among them. */
  events: number;
  /** Lines, or events of a batch, that are not events. */
  invalid: number;
  /** Those that lie outside of the period that was asked for, and where all that could be read lie. */
  outside: number;
  first?: EpochMs;
  last?: EpochMs;
  /** Those that came when their minute had ended. */
  late: number;
  /** The first few, as `file:line: reason`. */
  readonly problems: string[];
}

export const PROBLEMS_TOLD = 5;

export const nothingRead = (): Reading => ({ bytes: 0, events: 0, invalid: 0, outside: 0, late: 0, problems: [] });

/** The events of files, one after the other, as minutes that end. `reading` tells how far it is. */
export async function* readEvents(
  files: readonly EventFile[],
  { from = -Infinity as EpochMs, to = Infinity as EpochMs }: Period,
  reading: Reading,
): AsyncIterable<Beat> {
  const inOrder = new InOrder();
  const tell = (where: string, problem: string): void => {
    reading.invalid++;
    if (reading.problems.length < PROBLEMS_TOLD) reading.problems.push(`${where}: ${problem}`);
  };
  for (const file of files) {
    for await (const { first, texts } of linesOf(file, reading)) {
      for (const [index, text] of texts.entries()) {
        if (text !== undefined && isBlank(text)) continue;
        const { events, problems } = text === undefined ? tooLong : parseLine(text);
        for (const problem of problems) tell(`${file.name}:${first + index}`, problem);
        for (const event of events) {
          const { time } = event;
          if (reading.first === undefined || time < reading.first) reading.first = time;
          if (reading.last === undefined || time > reading.last) reading.last = time;
          if (time < from || time >= to) reading.outside++;
          else if (inOrder.add(event)) reading.events++;
          else tell(`${file.name}:${first + index}`, FAR_AHEAD);
          if (!inOrder.isDue) continue;
          reading.late = inOrder.late;
          yield* inOrder.ended();
        }
      }
    }
  }
  reading.late = inOrder.late;
  yield* inOrder.rest();
}

const FAR_AHEAD = `time: expected within ${LONGEST_GAP_MINUTES / 1440} days of the events before it, got a later one; replay what lies that far apart on its own, with --from`;

const isBlank = (text: string): boolean => text.length < 3 && text.trim() === '';

async function* linesOf(file: EventFile, reading: Reading): ReturnType<typeof readLines> {
  try {
    yield* readLines(
      file.open((bytes) => (reading.bytes += bytes)),
      limits.bodyBytes,
    );
  } catch (error) {
    throw new Error(`${file.name} could not be read to its end`, { cause: error });
  }
}
