import type { Severity } from '../../shared/core/guardrail/guardrail.ts';
import type { EpochMs } from '../../shared/core/units.ts';

/** One thing that became of an incident, or of an alarm on Parapet itself: what a pager opens or closes. */
export interface News {
  /** The same for all that is told of one incident, and for nothing else: two stacks may share a pager. */
  readonly key: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly headline: string;
  /** As a mail says it: a first line with the status, then blocks with an empty line between them. */
  readonly text: string;
  /** When it was decided. */
  readonly at: EpochMs;
  /** Of an alarm there is none. */
  readonly incident?: IncidentNews;
  /** All facts, for a program. */
  readonly details: unknown;
}

export interface IncidentNews {
  readonly id: string;
  readonly sequence: number;
  /** One of docs/alerts.md; a newer release may know others. */
  readonly reason: string;
  readonly guardrail: { readonly id: string; readonly name: string; readonly runbook?: string };
}

/** What SNS handed to the queue. */
export interface Message {
  /** Given by SNS, the same however often it is delivered. */
  readonly id: string;
  /** By which a receiver drops what it has had. */
  readonly dedupKey: string;
  /** The account, Region and stack that tell it. */
  readonly source: string;
  /** Of a digest several, worst first. */
  readonly news: readonly News[];
  readonly isDigest: boolean;
  readonly status: 'firing' | 'resolved';
  readonly at: EpochMs;
  /** The keys, `<incident>#<sequence>`, of incidents whose facts found no place in a digest. */
  readonly more: readonly string[];
  /** How many are not even among those. */
  readonly omitted: number;
  /** As it was published. */
  readonly json: string;
}
