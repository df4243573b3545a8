import type { GuardrailState } from '../../shared/core/incident/state.ts';
import type { News } from './news.ts';

export type States = ReadonlyMap<string, { readonly state: Pick<GuardrailState, 'incident' | 'rule'> }>;

/**
 * Whether what happened since says the opposite. A queue keeps no order: after an outage of the pager an opening may be tried
 * again when its end has been told, and would page somebody for what nobody will close; an end when the incident is open
 * again, and would close what somebody must see. Only who knows the incident can tell. What happened since has a message
 * of its own.
 */
export const isOutdated = ({ incident: told, status }: News, states: States): boolean => {
  const state = told && states.get(told.guardrail.id)?.state;
  if (told === undefined || state === undefined) return false;
  const isOpen = state.incident?.id === told.id && state.incident.status === 'open';
  if (status === 'firing') return !isOpen;
  return isOpen && state.incident.sequence > told.sequence;
};
