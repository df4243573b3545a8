import Table from 'cli-table3';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { endOf } from '../../shared/core/silence/silence-codec.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import { plain } from '../../shared/core/message/plain-text.ts';
import { days, type EpochMs, epochMs } from '../../shared/core/units.ts';
import { asJson } from './as-json.ts';
import { atPlace, type Where } from '../place/place.ts';
import { coversText, fromText, type SilenceState, stateOf, untilText } from './words.ts';

/** Enough to see after a weekend what was silenced in it. */
const ENDED_SHOWN = days(7);

const order: readonly SilenceState[] = ['active', 'planned', 'ended'];

/** Prints the silences that are active, planned, or ended in the last days, in this order. */
export const listSilences = (where: Where, json: boolean): Promise<void> =>
  atPlace(where, async ({ table }) => {
    const now = epochMs(Date.now());
    const shown = (await dynamoSilences(table).list(now))
      .filter((silence) => endOf(silence) > now - ENDED_SHOWN)
      .sort((left, right) => order.indexOf(stateOf(left, now)) - order.indexOf(stateOf(right, now)));
    if (json)
      console.log(
        JSON.stringify(
          shown.map((silence) => asJson(silence, now)),
          undefined,
          2,
        ),
      );
    else console.log(shown.length === 0 ? 'no silences' : asTable(shown, now));
  });

const asTable = (silences: readonly Silence[], now: EpochMs): string => {
  const table = new Table({
    head: ['id', 'state', 'silences', 'from', 'until', 'by', 'why'],
    colWidths: [null, null, 36, null, null, null, 40],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const silence of silences) {
    const { id, by, why } = silence;
    table.push([
      id,
      stateOf(silence, now),
      coversText(silence),
      fromText(silence),
      untilText(silence),
      plain(by),
      plain(why),
    ]);
  }
  return table.toString();
};
