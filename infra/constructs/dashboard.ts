import { Construct } from 'constructs';
import type { Rules } from '../../shared/core/guardrail/rules.ts';

export interface DashboardProps {
  readonly rules: Rules;
  /** Whether the values of guardrails are metrics that it can draw. */
  readonly guardrailMetrics: boolean;
}

/** How it goes, on one page: guardrails, ingest, what is late, what it costs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, _props: DashboardProps) {
    super(scope, id);
  }
}
