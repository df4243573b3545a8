import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { newSilence, type SilenceWish } from '../../shared/core/silence/new-silence.ts';
import { epochMs } from '../../shared/core/units.ts';
import { UsageError } from '../run-program.ts';
import { asJson } from './as-json.ts';
import { knownGuardrails } from './known.ts';
import { atPlace, type Where } from '../place/place.ts';
import { coversText, fromText, untilText } from './words.ts';

/** Sets a silence and prints what it covers. `file` says which guardrails there are, where the place does not. */
export const addSilence = (where: Where, wish: SilenceWish, file: string, json: boolean): Promise<void> => {
  // What can be told without the place is told before anybody waits for it.
  refuseWrong(newSilence(wish, epochMs(Date.now()), undefined));
  return atPlace(where, async (place) => {
    const known = await knownGuardrails(place, file);
    const silence = refuseWrong(newSilence(wish, epochMs(Date.now()), known));
    await dynamoSilences(place.table).put(silence);
    const told = json
      ? JSON.stringify(asJson(silence, epochMs(Date.now())), undefined, 2)
      : [
          `silenced  ${coversText(silence)}`,
          `from      ${fromText(silence)}`,
          `until     ${untilText(silence)}`,
          `by        ${silence.by}`,
          `why       ${silence.why}`,
          `id        ${silence.id}`,
          '',
          'It is judged all the same, and what is still broken then is told when the silence ends. To end it sooner:',
          `  npm run parapet -- silence expire ${silence.id}${place.options}`,
        ].join('\n');
    console.log(told);
    if (known === undefined && silence.guardrails.length > 0)
      console.error(
        `note: ${file} can't be read, so nobody checked that there is a guardrail ${silence.guardrails.join(', ')}`,
      );
  });
};

const refuseWrong = (checked: ReturnType<typeof newSilence>) => {
  if (checked.ok) return checked.silence;
  throw new UsageError(checked.problems.join('\n'));
};
