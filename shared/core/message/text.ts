import { dedupKey, isEnd, type MemberFact, type Notification } from '../incident/notification.ts';
import { countsText, isOld, shortCounts, surenessLines } from './counts.ts';
import { budgetLines } from './budget.ts';
import { endLines } from './end.ts';
import { countOf, momentText, spanText } from './format.ts';
import { headline, statusWord, stoppedText } from './headline.ts';
import { impactLines } from './impact.ts';
import { monthLines } from './month.ts';
import { normalLines } from './normal.ts';
import { cut, groupText, plain } from './plain-text.ts';
import { flappingLines, reasonText } from './reason.ts';
import type { Origin } from './rendered.ts';
import { silenceLines } from './silence-command.ts';
import { hiddenLines, silenceText } from './silenced.ts';
import { deedText } from './value.ts';
import { whoLines } from './who.ts';

/** The body of a mail: what, by how much, since when, how sure, who, how much, who acts. Read by somebody who slept a minute ago. */
export const emailText = (notification: Notification, origin: Origin): string =>
  [
    [`${statusWord(notification)}: ${headline(notification)}`],
    [...factLines(notification), ...noteLines(notification)],
    [...whoLines(notification), ...impactLines(notification), ...exampleLines(notification)],
    othersLines(notification),
    hiddenLines(notification),
    footer(notification),
    isEnd(notification.reason) ? [] : silenceLines(notification, origin),
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');

const factLines = (notification: Notification): string[] => {
  if (isEnd(notification.reason)) return endLines(notification);
  if (notification.reason === 'stale') return staleLines(notification);
  const [first] = notification.members;
  if (first === undefined) return ['The figures could not be told.', reasonText(notification)];
  const old = isOld(notification, first.proof);
  return [
    countsText(notification, first),
    ...normalLines(notification, first.proof, old),
    ...monthLines(first.proof),
    ...budgetLines(notification),
    ...(old ? ['Nothing newer proves it broken, and no recovery is proven yet.'] : []),
    reasonText(notification),
    ...surenessLines(notification, first.proof),
  ];
};

const staleLines = (notification: Notification): string[] => {
  const { peak } = notification;
  const stopped = stoppedText(notification);
  return [
    `${stopped.charAt(0).toUpperCase()}${stopped.slice(1)}. That is no recovery.`,
    `Worst so far: ${groupText(peak.group)} ${countsText(notification, peak)}`,
    ...budgetLines(notification),
    reasonText(notification),
  ];
};

const exampleLines = ({ examples }: Notification): string[] =>
  examples === undefined || examples.length === 0
    ? []
    : [
        `Examples: ${examples
          .slice(0, EXAMPLES)
          .map((id) => cut(plain(id), EXAMPLE_LENGTH))
          .join(', ')}`,
      ];

const EXAMPLES = 3;
/** The longest id that an event may have. */
const EXAMPLE_LENGTH = 128;

/** The broken groups besides those that the message is about; of what is stale all are. */
const othersLines = (notification: Notification): string[] => {
  const { members, moreMembers, reason } = notification;
  const others = members.slice(1);
  if (isEnd(reason) || reason === 'stale' || (others.length === 0 && moreMembers === 0)) return [];
  return [
    'Also broken:',
    ...others.map((fact) => memberLine(notification, fact)),
    ...(moreMembers > 0 ? [`  and ${moreMembers} more`] : []),
  ];
};

const memberLine = (notification: Notification, fact: MemberFact): string => {
  const { group, severity, proof } = fact;
  // A member that is neither broken nor clear now is still open on the proof of an earlier window.
  const proven = isOld(notification, proof) ? `, last proven ${spanText(proof.from, proof.to, notification.at)}` : '';
  return `  ${groupText(group)}: ${deedText(notification, fact)} (${shortCounts(notification, proof)}), ${severity}${proven}`;
};

/** What the reader must know of the message itself, not of the payments. */
const noteLines = (notification: Notification): string[] => {
  const { merged, ruleChangedAt, at } = notification;
  return [
    ...flappingLines(notification),
    ...silenceText(notification),
    ...(merged > 0
      ? [
          `${countOf(merged, 'earlier message')} of this incident may not have reached you; this one stands for ${merged === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(ruleChangedAt === undefined
      ? []
      : [`Its rule was changed at ${momentText(ruleChangedAt, at)}, while it was open.`]),
  ];
};

const footer = (notification: Notification): string[] => {
  const { guardrail } = notification;
  return [
    ...(guardrail.description ?? '')
      .split('\n')
      .map(plain)
      .filter((line) => line !== ''),
    ...(guardrail.owner === undefined ? [] : [`Owner: ${plain(guardrail.owner)}`]),
    ...(guardrail.runbook === undefined ? [] : [`Runbook: ${plain(guardrail.runbook)}`]),
    `Incident: ${dedupKey(notification)}`,
  ];
};
