import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Guardrail, Severity } from '../../shared/core/guardrail/guardrail.ts';
import { listText } from '../../shared/core/message/plain-text.ts';
import type { Subscription } from '../settings/subscription.ts';

export interface Listeners {
  readonly guardrails: readonly Pick<Guardrail, 'id' | 'levels'>[];
  readonly emails: readonly string[];
  readonly watchEmails: readonly string[];
  readonly subscriptions: readonly Subscription[];
}

/** Filters are easily written so that everybody is sure that somebody else is told. */
export const warnOfUnheard = (scope: Construct, listeners: Listeners): void => {
  // That nobody at all hears says the stack.
  if (listeners.emails.length + listeners.subscriptions.length === 0) return;
  const warn = (id: string, text: string): void => Annotations.of(scope).addWarningV2(`parapet:${id}`, text);

  const unheard = levelsThat(listeners, (guardrail, severity) => !isHeard(listeners, guardrail, severity));
  if (unheard.length > 0)
    warn(
      'unheard',
      `Nobody hears of ${listText(unheard)}: no subscription without a filter, and none with one that fits`,
    );

  const byMail = levelsThat(
    listeners,
    (guardrail, severity) =>
      severity === 'critical' &&
      isHeard(listeners, guardrail, severity) &&
      !subscribers(listeners.subscriptions, guardrail, severity).some(({ kind }) => kind !== 'email'),
  );
  if (byMail.length > 0)
    warn(
      'only-by-email',
      `${listText(byMail)}: told by email only. SNS suspends an address that gets more than ten mails a second and deletes it after 48 hours, and a mail wakes nobody. Add a pager: docs/subscriptions.md`,
    );

  if (!hearsOfParapet(listeners))
    warn(
      'watch-unheard',
      'Nobody hears that Parapet itself is in trouble: SNS lets no alarm through a filter. Add watchEmails, or a subscription without severity and guardrails',
    );
};

const levelsThat = (
  { guardrails }: Listeners,
  is: (guardrail: string, severity: Severity) => boolean,
): readonly string[] =>
  guardrails.flatMap(({ id, levels }) => {
    const severities = [...new Set(levels.map(({ severity }) => severity))];
    return severities.filter((severity) => is(id, severity)).map((severity) => `${id} (${severity})`);
  });

const isHeard = ({ emails, subscriptions }: Listeners, guardrail: string, severity: Severity): boolean =>
  emails.length > 0 || subscribers(subscriptions, guardrail, severity).length > 0;

const subscribers = (
  subscriptions: readonly Subscription[],
  guardrail: string,
  severity: Severity,
): readonly Subscription[] =>
  subscriptions.filter(
    (each) => (each.severity?.includes(severity) ?? true) && (each.guardrails?.includes(guardrail) ?? true),
  );

/** Those that are forwarded hear it whatever they filter. */
const hearsOfParapet = ({ emails, watchEmails, subscriptions }: Listeners): boolean =>
  emails.length + watchEmails.length > 0 ||
  subscriptions.some((each) => 'parameter' in each || (each.severity === undefined && each.guardrails === undefined));
