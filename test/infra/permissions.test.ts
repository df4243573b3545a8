import { describe, expect, it } from 'vitest';
import { type Resource, properties, resources, statements, synthesize, target } from './synth.ts';

const template = synthesize();

/** `action on resource` for all that the policies of a role allow, sorted. */
function allowed(policies: readonly Resource[]): readonly string[] {
  return policies
    .flatMap(statements)
    .flatMap(({ Action, Resource: on }) =>
      [Action].flat().flatMap((action) => [on].flat().map((each) => `${action} on ${target(each)}`)),
    )
    .toSorted();
}

function policiesOf(role: string): readonly Resource[] {
  return [...resources(template, 'AWS::IAM::Policy').values()].filter(({ Properties }) =>
    (Properties['Roles'] as unknown[]).map(target).includes(role),
  );
}

/** Everything each role may do. Whoever adds a line here widens what a broken function can do. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  EvaluatorFunctionRole: [
    // Of late markers.
    'dynamodb:DeleteItem on StoreTable',
    'dynamodb:GetItem on StoreTable',
    'dynamodb:PutItem on StoreTable',
    'dynamodb:Query on StoreTable',
    'logs:CreateLogStream on EvaluatorFunctionLog',
    'logs:PutLogEvents on EvaluatorFunctionLog',
    'sns:Publish on AlertsTopic',
    'sqs:SendMessage on EvaluatorFailedTicks',
  ],
  HttpIngestFunctionRole: [
    'dynamodb:PutItem on StoreTable',
    'logs:CreateLogStream on HttpIngestFunctionLog',
    'logs:PutLogEvents on HttpIngestFunctionLog',
  ],
  QueueIngestFunctionRole: [
    'dynamodb:PutItem on StoreTable',
    'logs:CreateLogStream on QueueIngestFunctionLog',
    'logs:PutLogEvents on QueueIngestFunctionLog',
    'sqs:DeleteMessage on QueueIngestQueue',
    'sqs:GetQueueAttributes on QueueIngestQueue',
    'sqs:ReceiveMessage on QueueIngestQueue',
  ],
  SchedulerRole: [
    'lambda:InvokeFunction on EvaluatorFunction',
    // The versions of the function; CDK adds them.
    'lambda:InvokeFunction on EvaluatorFunction:*',
    'sqs:SendMessage on EvaluatorUndeliveredTicks',
  ],
};

it('all roles are listed', () => {
  expect([...resources(template, 'AWS::IAM::Role').keys()].sort()).toEqual(Object.keys(permissions));
});

describe.each(Object.entries(permissions))('%s', (role, expected) => {
  it('may do exactly what it does', () => {
    expect(allowed(policiesOf(role))).toEqual(expected);
  });

  it('has no managed or inline policy beside', () => {
    const { ManagedPolicyArns, Policies } = properties(template, 'AWS::IAM::Role', role);
    expect([ManagedPolicyArns, Policies]).toEqual([undefined, undefined]);
  });
});

describe.each(['EvaluatorFunction', 'HttpIngestFunction', 'QueueIngestFunction'])('%s', (id) => {
  it('runs under the role of its own', () => {
    expect(target(properties(template, 'AWS::Lambda::Function', id)['Role'])).toBe(`${id}Role`);
  });

  it('is not created before its policy, or its first calls would be refused', () => {
    const { DependsOn } = resources(template, 'AWS::Lambda::Function').get(id) ?? {};
    expect(DependsOn?.map((each) => target({ Ref: each }))).toContain(`${id}RoleDefaultPolicy`);
  });
});

it('producers may send, by either way, and nothing else', () => {
  const [policy, ...others] = resources(template, 'AWS::IAM::ManagedPolicy').values();
  expect(others).toEqual([]);
  expect(allowed(policy ? [policy] : [])).toEqual([
    'execute-api:Invoke on arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:HttpIngestApi/*/POST/v1/events',
    'sqs:SendMessage on QueueIngestQueue',
  ]);
});

it('the policy for producers has no fixed name', () => {
  expect(properties(template, 'AWS::IAM::ManagedPolicy', 'ProducerAccessPolicy')).not.toHaveProperty(
    'ManagedPolicyName',
  );
});
