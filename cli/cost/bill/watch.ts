import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { days } from '../../../shared/core/units.ts';
import { guardrailMetrics, metricNames } from '../../../shared/metric-names.ts';
import { assumed } from '../assumed.ts';
import type { Deployment } from '../deployment.ts';
import { measured } from '../measured.ts';
import { BYTES_PER_GB, MINUTES_PER_MONTH } from '../prices.ts';
import { type Line, line } from './line.ts';

/** Logs, and what the stack watches itself by. `judged`: with its own guardrail. `invocations`: of ingest. */
export const watching = (
  { via, watch }: Pick<Deployment, 'via' | 'watch'>,
  judged: readonly Guardrail[],
  invocations: number,
): readonly Line[] => {
  const { tick, guardrail, guardrailMetric, request, message } = measured.logged;
  const ofGuardrails = watch.guardrailMetrics ? judged.flatMap(guardrailMetrics).length : 0;
  const ofInvocation = via === 'http' ? request + assumed.accessLogBytes : message;
  const ingestBytes = invocations * (ofInvocation + assumed.lambdaLogBytes);
  const ofTick = tick + guardrail * judged.length + guardrailMetric * ofGuardrails;
  const tickBytes = MINUTES_PER_MONTH * (ofTick + assumed.lambdaLogBytes);
  const kept = ((ingestBytes + tickBytes) * assumed.logCompression * assumed.logsKept) / days(365 / 12);
  return [
    ...line(`logs of ingest${via === 'http' ? ' and the API' : ''}`, 'logIngest', ingestBytes / BYTES_PER_GB),
    ...line('logs of evaluate', 'logIngest', tickBytes / BYTES_PER_GB),
    ...line('logs, kept for 30 days, compressed', 'logStorage', kept / BYTES_PER_GB),
    ...line('metrics of the stack', 'customMetric', stackMetrics),
    ...line('metrics of the values of guardrails', 'customMetric', ofGuardrails),
    ...line('alarms over the stack', 'alarmMetric', watch.alarmMetrics),
    ...line('dashboard', 'dashboard', watch.dashboards),
  ];
};

/** Each name is written by one service, and so is one metric. */
const stackMetrics = Object.values(metricNames).reduce((sum, names) => sum + Object.keys(names).length, 0);
