import { HIDDEN_REMEMBERED } from '../incident/incident.ts';
import type { Notification } from '../incident/notification.ts';
import { addMinutes, minuteOf } from '../units.ts';
import { momentText } from './format.ts';
import { cut, plain } from './plain-text.ts';

/** Why the reader hears of it only now. */
export const silenceText = ({ silence, at }: Notification): string[] => {
  if (silence === undefined) return [];
  const who = `by ${shown(silence.by)} (${shown(silence.why)})`;
  return silence.until < addMinutes(minuteOf(at), 1)
    ? [`Silenced until ${momentText(silence.until, at)} ${who}.`]
    : // The silence goes on and this is not covered by it: `until` would be read as if nobody were told.
      [`It was silenced ${who}, and is not any more.`];
};

/** What silences held back, so that nobody asks why nothing had been said. */
export const hiddenLines = ({ hidden, at }: Notification): string[] =>
  hidden.length === 0
    ? []
    : [
        `Held back by a silence${hidden.length < HIDDEN_REMEMBERED ? '' : ' (there may be more)'}:`,
        ...hidden.map(({ at: when, reason, severity }) => `  ${momentText(when, at)}: ${reason}, ${severity}`),
      ];

const shown = (text: string): string => cut(plain(text), 80);
