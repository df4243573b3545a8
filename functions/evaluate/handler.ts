import { randomUUID } from 'node:crypto';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { evaluate, type EvaluateDependencies, judgedEverything, type TickReport } from '../../shared/app/evaluate.ts';
import { logger } from '../telemetry.ts';
import { reportTick } from './report-tick.ts';
import { type TickEvent, tickOf } from './tick-event.ts';

/** One tick of the schedule. What it judges is decided by the scheduled time alone. `beat` is told of each tick that judged everything. */
export const evaluateHandler = (dependencies: EvaluateDependencies, beat?: () => Promise<void>) =>
  middy<TickEvent, TickReport>()
    .use(injectLambdaContext(logger))
    .handler(async (event: TickEvent) => {
      // Not the request id: an invocation that Lambda repeats has the same one, and would take another's write for its own.
      const report = await evaluate(dependencies, tickOf(event), randomUUID());
      reportTick(report);
      if (judgedEverything(report)) await beat?.();
      return report;
    });
