import type * as z from 'zod';
import type { Notification } from '../../shared/core/incident/notification.ts';
import type { alertSchema } from '../../shared/core/message/schema.ts';
import { type EpochMinute, type EpochMs, epochMs, minuteOf } from '../../shared/core/units.ts';

/** The facts of one notification in the published form, docs/alert.schema.json. */
export type Facts = Extract<z.infer<typeof alertSchema>['parapet'], { readonly digest: unknown }>['digest'][number];

type ProofFacts = Omit<Facts['members'][number], 'group' | 'severity' | 'percentileMs'>;

/**
 * What the facts were before they were written as JSON (shared/core/message/json.ts): so a chat says it in the words of the mail,
 * which SNS does not hand to programs.
 */
export const notificationOf = (published: Facts): Notification => {
  const { dedupKey: _, status: _status, truncated: _truncated, ...facts } = published;
  return withoutUndefined({
    ...facts,
    at: timeOf(facts.at),
    since: minute(facts.since),
    openedAt: minute(facts.openedAt),
    until: facts.until && minute(facts.until),
    guardrail: withoutUndefined(facts.guardrail),
    members: facts.members.map(({ group, severity, percentileMs, ...proof }) =>
      withoutUndefined({ group, severity, percentileMs, proof: proofOf(proof) }),
    ),
    peak: peakOf(facts.peak),
    impact: facts.impact && { ...facts.impact, from: minute(facts.impact.from), to: minute(facts.impact.to) },
    budget:
      facts.budget &&
      withoutUndefined({
        ...facts.budget,
        from: minute(facts.budget.from),
        to: minute(facts.budget.to),
        goneAt: facts.budget.goneAt && minute(facts.budget.goneAt),
      }),
    stale: facts.stale && { ...facts.stale, since: minute(facts.stale.since) },
    ruleChangedAt: facts.ruleChangedAt && minute(facts.ruleChangedAt),
    silence: facts.silence && { ...facts.silence, until: minute(facts.silence.until) },
    hidden: facts.hidden.map((held) => ({ ...held, at: minute(held.at) })),
  }) as unknown as Notification;
};

const peakOf = ({ group, ...proof }: Facts['peak']) => ({ group, proof: proofOf(proof) });

const proofOf = ({ from, to, burn, month, ...proof }: ProofFacts) =>
  withoutUndefined({
    ...proof,
    from: minute(from),
    to: minute(to),
    burn: burn && { ...burn, short: { ...burn.short, from: minute(burn.short.from), to: minute(burn.short.to) } },
    month:
      month &&
      withoutUndefined({ ...month, end: minute(month.end), crossesAt: month.crossesAt && minute(month.crossesAt) }),
  });

export const timeOf = (text: string): EpochMs => epochMs(Date.parse(text));

const minute = (text: string): EpochMinute => minuteOf(timeOf(text));

/** A fact that is not known is not there: what words a message asks for its key. */
const withoutUndefined = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
