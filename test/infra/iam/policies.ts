import type { Statement } from '../synth.ts';
import type { DeployedResource, Deployment } from './deployment.ts';

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** Somebody who may do something: a role of the stack, or whoever has one of its managed policies. */
export interface Principal {
  /** Logical id of the role or policy. */
  readonly id: string;
  readonly arn: string;
  readonly policies: readonly PolicyDocument[];
}

/** Everybody to whom the stack gives a right. */
export const principalsOf = (deployment: Deployment): ReadonlyMap<string, Principal> => {
  const attached = deployment.all('AWS::IAM::Policy');
  const roles = deployment.all('AWS::IAM::Role').map((role) => ({
    id: role.id,
    arn: iamArn(deployment, `role/${role.name}`),
    policies: [...attached.filter(isOf(role)).map(documentOf), ...inlineOf(role)],
  }));
  // `OperatorAccessPolicy2` is what the first had no room for: whoever has one has both.
  const managed = [...Map.groupBy(deployment.all('AWS::IAM::ManagedPolicy'), ({ id }) => id.replace(/\d+$/, ''))].map(
    ([id, policies]) => ({
      id,
      arn: iamArn(deployment, `role/whoever-has-${id}`),
      policies: policies.map(documentOf),
    }),
  );
  return new Map([...roles, ...managed].map((principal) => [principal.id, principal]));
};

/** The policies on resources, by the ARN of the resource. */
export const resourcePoliciesOf = (deployment: Deployment): ReadonlyMap<string, PolicyDocument> =>
  new Map([
    ...deployment
      .all('AWS::SQS::QueuePolicy')
      .flatMap((policy) =>
        list(policy, 'Queues').map((url) => [queueArn(deployment, url), documentOf(policy)] as const),
      ),
    ...deployment
      .all('AWS::SNS::TopicPolicy')
      .flatMap((policy) => list(policy, 'Topics').map((arn) => [arn, documentOf(policy)] as const)),
  ]);

/** `https://sqs.us-east-1.amazonaws.com/000000000000/name`, or whatever host it has on one machine. */
export const queueArn = (deployment: Deployment, url: string): string =>
  deployment.arn('sqs', url.slice(url.lastIndexOf('/') + 1));

const documentOf = ({ properties }: DeployedResource): PolicyDocument => properties['PolicyDocument'] as PolicyDocument;

const inlineOf = ({ properties }: DeployedResource): readonly PolicyDocument[] =>
  ((properties['Policies'] ?? []) as { PolicyDocument: PolicyDocument }[]).map(
    ({ PolicyDocument: document }) => document,
  );

const isOf =
  ({ name }: DeployedResource) =>
  (policy: DeployedResource): boolean =>
    list(policy, 'Roles').includes(name);

const list = ({ properties }: DeployedResource, key: string): readonly string[] => (properties[key] ?? []) as string[];

const iamArn = (deployment: Deployment, resource: string): string =>
  deployment.arn('iam', resource).replace(/^(arn:aws:iam:)[^:]*/, '$1');
