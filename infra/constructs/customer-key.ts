import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, type Conditions, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** `removal`: whether the key stays when the stack is deleted, with the table that nobody could read without it. */
export type CustomerKeyProps = Pick<Settings, 'removal' | 'sources' | 'subscriptions'>;

/**
 * One key of this account for the table, queues, topics and logs. Whoever disables it stops all of them, and the alarms that
 * would tell: they speak through a topic of the same key. Only an outside heartbeat is missed then.
 *
 * Not for the environment of the functions, which holds names and no secret: each cold start would ask for the key.
 */
export class CustomerKey extends Construct {
  /**
   * A reference, of which CDK knows no policy. What services may do with the key is said here and nowhere else, and what roles
   * may in key-access.ts: constructs that are given the key itself would add statements of their own, one of them with the
   * topic in it, which needs the key first. CloudFormation refuses such a circle.
   */
  readonly key: IKey;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { removal, sources, subscriptions }: CustomerKeyProps) {
    super(scope, id);
    this.#key = new Key(this, 'Key', {
      // It has no alias, which would be a name of which an account has only one.
      description: `${Stack.of(this).stackName}: table, queues, topics and logs of Parapet`,
      enableKeyRotation: true,
      removalPolicy: removal === 'keep' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.key = Key.fromKeyArn(this, 'Reference', this.#key.keyArn);
    this.denyGrantsByPeople();
    this.allowLogs();
    this.allowAlarms();
    if (subscriptions.some(({ kind }) => kind !== 'email')) this.allowSubscriptions();
    if (sources.eventBridge !== undefined) this.allowRules();
  }

  /**
   * A grant is a right that no policy shows. Services that keep data under the key make them in the name of whoever deploys, and
   * nobody else does: control CT.KMS.PR.3 of AWS Control Tower.
   */
  private denyGrantsByPeople(): void {
    this.#key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'GrantsByServicesOnly',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
      }),
    );
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  private allowLogs(): void {
    this.allow(
      'Logs',
      `logs.${Stack.of(this).region}.amazonaws.com`,
      ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': this.anyOf('logs', 'log-group:*') } },
    );
  }

  /**
   * Without it alarms go to ALARM, look well wired in every view, and only a line of their history says that nobody was told:
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  private allowAlarms(): void {
    this.allow('Alarms', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
  }

  /**
   * For the queues that subscribe, and those where SNS leaves what it could not deliver:
   * https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
   */
  private allowSubscriptions(): void {
    this.allow('Subscriptions', 'sns.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      ArnLike: { 'aws:SourceArn': this.anyOf('sns', '*') },
    });
  }

  /**
   * Without a condition, which looks forgotten and is not: of EventBridge KMS does not hear for whom it asks, so that one on the
   * source refuses every event, in silence. Which events come in is up to the policies of the queues.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html (the statement for an encrypted queue) and
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (such conditions "not supported").
   */
  private allowRules(): void {
    this.allow('Rules', 'events.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** A service that comes in its own name. One that comes in the name of a role has the rights of that. */
  private allow(sid: string, service: string, actions: readonly string[], conditions: Conditions = {}): void {
    this.#key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        // In the policy of a key, that key.
        resources: ['*'],
        conditions,
      }),
    );
  }

  /** Of this account and Region. Each by itself would be a circle: they name the key. */
  private anyOf(service: string, resource: string): string {
    return Stack.of(this).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }
}
