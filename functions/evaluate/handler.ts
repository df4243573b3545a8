import { randomUUID } from 'node:crypto';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { evaluate, type EvaluateDependencies, judgedEverything, type TickReport } from '../../shared/app/evaluate.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import { logger } from '../telemetry.ts';
import { keepCounts } from './keep-counts.ts';
import { reportGuardrails } from './report-guardrails.ts';
import { reportTick } from './report-tick.ts';
import { type TickEvent, tickOf } from './tick-event.ts';

/** What a tick does beside judging, after it; none of it may throw. */
export interface Asides {
  /** Told of each tick that judged everything. */
  readonly beat?: () => Promise<void>;
  /** Whether the value of each guardrail is a metric. */
  readonly drawsGuardrails?: boolean;
  readonly watchSubscriptions?: (tick: EpochMs) => Promise<void>;
}

/** One tick of the schedule. What it judges is decided by the scheduled time alone. */
export const evaluateHandler = (dependencies: EvaluateDependencies, asides: Asides = {}) =>
  middy<TickEvent, TickReport>()
    .use(injectLambdaContext(logger))
    .handler(async (event: TickEvent) => {
      const kept = keepCounts(dependencies.counts);
      // Not the request id: an invocation that Lambda repeats has the same one, and would take another's write for its own.
      const report = await evaluate({ ...dependencies, counts: kept.counts }, tickOf(event), randomUUID());
      reportTick(report);
      if (judgedEverything(report)) await asides.beat?.();
      // Of a tick that another evaluator finished first that one tells.
      if (report.status !== 'done') return report;
      if (asides.drawsGuardrails === true) reportGuardrails(report, dependencies.guardrails, kept.series());
      await asides.watchSubscriptions?.(report.tick);
      return report;
    });
