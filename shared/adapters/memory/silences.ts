import { decodeSilence, encodeSilence, endOf } from '../../core/silence/silence-codec.ts';
import type { Silence } from '../../core/silence/silence.ts';
import { retention } from '../../core/retention.ts';
import type { EpochMs } from '../../core/units.ts';
import type { SilenceStore } from '../../ports/silences.ts';

export const memorySilences = (): SilenceStore => {
  const items = new Map<string, { readonly text: string; readonly endsAt: EpochMs }>();
  const endingAfter = (time: number): Silence[] =>
    [...items].filter(([, { endsAt }]) => endsAt > time).map(([id, { text }]) => decodeSilence(id, text));
  return {
    read: async (asOf: EpochMs): Promise<readonly Silence[]> => endingAfter(asOf),
    put: async (silence: Silence): Promise<void> => {
      // Through the codec, so that nothing is shared with the caller and what does not survive JSON shows here too.
      items.set(silence.id, { text: encodeSilence(silence), endsAt: endOf(silence) });
    },
    list: async (asOf: EpochMs): Promise<readonly Silence[]> =>
      endingAfter(asOf - retention.silence).sort(
        (left, right) => endOf(right) - endOf(left) || (left.id < right.id ? -1 : 1),
      ),
  };
};
