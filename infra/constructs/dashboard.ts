import { Duration, Stack } from 'aws-cdk-lib';
import { type Alarm, Dashboard as CloudWatchDashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { type CostDrivers, costRow } from './dashboard/costs.ts';
import { guardrailGraph } from './dashboard/guardrails.ts';
import { decisionRows, stateRow } from './dashboard/state.ts';
import { trafficRow } from './dashboard/traffic.ts';
import { NodeFunction } from './node-function.ts';

export interface DashboardProps extends Omit<CostDrivers, 'functions'> {
  readonly rules: Rules;
  /** Whether the values of guardrails are metrics that it can draw. */
  readonly guardrailMetrics: boolean;
  readonly alarms: readonly Alarm[];
  readonly evaluate: LambdaFunction;
  readonly route: HttpRoute;
}

/** How it goes, on one page: guardrails, ingest, what is late, what it costs. CloudFormation names it, as all else. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { rules, guardrailMetrics, alarms, evaluate, route, queue } = props;
    const stack = Stack.of(this).stackName;
    const functions = Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof NodeFunction);
    new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(3),
      widgets: [
        stateRow(stack, alarms),
        ...decisionRows(rules.guardrails, evaluate.logGroup).map((row) => [row]),
        guardrailMetrics
          ? rules.guardrails.map((guardrail) => guardrailGraph(stack, guardrail))
          : [heading('The values of guardrails are no metrics here: guardrailMetrics is off.')],
        [heading('## Events in')],
        trafficRow(stack, route.httpApi, queue),
        [heading('## What costs')],
        costRow({ ...props, functions }),
      ],
    });
  }
}

const heading = (markdown: string): IWidget => new TextWidget({ markdown, width: 24, height: 1 });
