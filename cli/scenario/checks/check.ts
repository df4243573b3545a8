import type { Severity } from '../../../shared/core/guardrail/guardrail.ts';
import type { Place } from '../../../shared/core/guardrail/problem.ts';
import type { NotificationReason } from '../../../shared/core/incident/notification.ts';
import type { GroupKey } from '../../../shared/core/rollup/series.ts';
import type { ScenarioMinute, Span } from '../lines/time.ts';

/** What a scenario expects. A time means the tick of that time, which judges the minutes before it. */
export type Check = AtCheck | MessagesCheck | QuietCheck | ByCheck;

interface Standing {
  readonly place: Place;
  /** Where each of its keys stands. */
  readonly placeOf: (key: string) => Place;
}

export const memberStates = ['ok', 'pending', 'firing', 'recovering', 'stale'] as const;
export type MemberState = (typeof memberStates)[number];
export const verdictKinds = ['breach', 'clear', 'inconclusive', 'absent'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** How one member of a guardrail is at a tick. */
export interface AtCheck extends Standing {
  readonly kind: 'at';
  readonly at: ScenarioMinute;
  readonly guardrail: string;
  readonly group: GroupKey;
  readonly state?: MemberState;
  readonly verdict?: VerdictKind;
  readonly severity?: Severity;
  /** Contained in the reason of the verdict or of the decision to tell or not. */
  readonly reason?: string;
  readonly incident?: 'open' | 'none';
}

/** Which messages go out after the beginning of a span up to its end. */
export interface MessagesCheck extends Standing {
  readonly kind: 'messages';
  readonly span: Span;
  readonly guardrail?: string;
  readonly count?: number;
  /** All of them, in order. */
  readonly reasons?: readonly MessageReason[];
  readonly are?: readonly MessageMatch[];
}

export interface QuietCheck extends Standing {
  readonly kind: 'quiet';
  readonly span: Span;
  readonly guardrail?: string;
}

/** That something is told in time. */
export interface ByCheck extends Standing {
  readonly kind: 'by';
  readonly by: ScenarioMinute;
  /** Told later than this. */
  readonly after?: ScenarioMinute;
  readonly reason: NotificationReason;
  readonly guardrail: string;
  readonly match: MessageMatch;
}

/** `digest`: what stands for those that would have been too many at once. */
export type MessageReason = NotificationReason | 'digest';

/** What is known of one message. */
export interface MessageMatch {
  readonly reason?: MessageReason;
  readonly guardrail?: string;
  readonly severity?: Severity;
  readonly subject?: TextMatch;
  readonly text?: TextMatch;
  /** The first culprit, as the message words it: `bank=icbc`, `bank=icbc and method=qr`; `nobody`. */
  readonly naming?: string;
}

/** All of it, or parts that it contains. */
export type TextMatch =
  | { readonly kind: 'is'; readonly text: string }
  | { readonly kind: 'contains'; readonly parts: readonly string[] };
