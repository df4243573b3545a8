import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { endOf } from '../../shared/core/silence/silence-codec.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import { epochMs, type EpochMs, minuteOf, startOf as startOfMinute } from '../../shared/core/units.ts';
import { atPlace, type Where } from '../place/place.ts';
import { coversText, startOf, untilText } from './words.ts';

/** Ends a silence now. It stays in the list, with the end that it had. */
export const expireSilence = (where: Where, id: string): Promise<void> =>
  atPlace(where, async ({ table, options }) => {
    const silences = dynamoSilences(table);
    const now = epochMs(Date.now());
    const silence = (await silences.list(now)).find((each) => each.id === id);
    if (silence === undefined) {
      throw new Error(
        `There is no silence ${id}. See them with npm run parapet -- silence list${options}; ` +
          'those of guardrails.yaml end by taking them out of it and deploying',
      );
    }
    if (endOf(silence) <= now) return console.log(`${id} ended already, ${untilText(silence)}`);
    await silences.put(endedAt(silence, now));
    console.log(`ended  ${coversText(silence)}; what is broken now is told with the next minute`);
  });

/** With the minute that runs, so that the next look is covered no more. One that never began ends where it begins. */
const endedAt = (silence: Silence, now: EpochMs): Silence => {
  const until = startOfMinute(minuteOf(now));
  return { ...silence, period: { kind: 'once', from: epochMs(Math.min(startOf(silence), until)), until } };
};
