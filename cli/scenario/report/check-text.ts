import { groupText } from '../../../shared/core/message/plain-text.ts';
import type { Check, MessageMatch, TextMatch } from '../checks/check.ts';
import { spanText, timeText } from '../lines/time.ts';

/** A check in a line: `at 00:33 payment-failures, bank=icbc: state firing`. */
export const checkText = (check: Check): string => {
  switch (check.kind) {
    case 'at': {
      const { at, guardrail, group, state, verdict, severity, reason, incident } = check;
      const wanted = pairs({ state, verdict, severity, incident, reason: quoted(reason) });
      return `at ${timeText(at)} ${guardrail}, ${groupText(group)}: ${wanted.join(', ')}`;
    }
    case 'messages': {
      const { span, guardrail, count, reasons, are } = check;
      const wanted = [
        ...(count === undefined ? [] : [`${count}`]),
        ...(reasons === undefined ? [] : [reasons.length === 0 ? 'none' : reasons.join(', ')]),
        ...(are === undefined ? [] : [are.map((match) => matchText(match).join(', ')).join('; ')]),
      ];
      return `messages ${spanText(span)}${ofText(guardrail)}: ${wanted.join(', ')}`;
    }
    case 'quiet':
      return `quiet ${spanText(check.span)}${ofText(check.guardrail)}`;
    case 'by': {
      const { by, after, reason, guardrail, match } = check;
      const since = after === undefined ? '' : `after ${timeText(after)} `;
      return [`${since}by ${timeText(by)} ${guardrail} ${reason}`, ...matchText(match)].join(', ');
    }
  }
};

const ofText = (guardrail: string | undefined): string => (guardrail === undefined ? '' : ` of ${guardrail}`);

const matchText = ({ reason, guardrail, severity, naming, subject, text }: MessageMatch): readonly string[] =>
  pairs({ reason, guardrail, severity, naming, subject: textMatchText(subject), text: textMatchText(text) });

const textMatchText = (match: TextMatch | undefined): string | undefined => {
  if (match === undefined) return undefined;
  return match.kind === 'is' ? quoted(match.text) : `with ${match.parts.map(quoted).join(' and ')}`;
};

const quoted = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const [first = '', ...more] = text.trimEnd().split('\n');
  return JSON.stringify(more.length === 0 ? first : `${first} …`);
};

const pairs = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]));
