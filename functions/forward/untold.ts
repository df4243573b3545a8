import { plain } from '../../shared/core/message/plain-text.ts';
import { guardrailOf } from './hears.ts';
import type { Message, News } from './news.ts';
import type { States } from './outdated.ts';

/** So much broke at once that a digest names these incidents only by their keys. How they are now says the table. */
export const newsOfKeys = (keys: readonly string[], { source, at }: Message, states: States): readonly News[] =>
  keys.map((dedupKey): News => {
    const [id = dedupKey, sequence] = dedupKey.split('#');
    const guardrail = guardrailOf(dedupKey);
    const state = states.get(guardrail)?.state;
    const incident = state?.incident?.id === id && state.incident.status === 'open' ? state.incident : undefined;
    const name = state?.rule?.name ?? guardrail;
    const status = incident === undefined ? 'resolved' : 'firing';
    const headline = `${plain(name)}: ${incident === undefined ? 'over' : 'limit broken'}`;
    return {
      key: `${source}/${id}`,
      status,
      severity: incident?.severity ?? 'warning',
      headline,
      text: `${(incident?.severity ?? status).toUpperCase()}: ${headline}\n\nSo much changed at once that its figures found no place.\n\nIncident: ${dedupKey}`,
      at,
      incident: { id, sequence: Number(sequence), reason: 'digest', guardrail: { id: guardrail, name } },
      details: { dedupKey },
    };
  });

/** For those that are not even named: somebody must look at the mail, and close this by hand. */
export const newsOfOmitted = ({ id, at, omitted, source, status }: Message): readonly News[] => {
  if (omitted === 0 || status === 'resolved') return [];
  const headline = `${omitted} more incidents changed at once than a message can name`;
  return [
    {
      key: `${source}/digest/${id}`,
      status: 'firing',
      severity: 'critical',
      headline,
      text: `CRITICAL: ${headline}\n\nThe mail lists them all. Close this by hand: nothing else will.`,
      at,
      details: { omitted },
    },
  ];
};
