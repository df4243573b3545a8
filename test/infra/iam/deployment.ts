import type { Template } from 'aws-cdk-lib/assertions';
import { localAccount, localRegion } from '../../../cli/local/aws-config.ts';
import { readable } from '../synth.ts';

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** What of a template is read here. */
interface TemplateJson {
  readonly Description?: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** A resource with every reference in its properties replaced by what it would be in an account. */
export interface DeployedResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Logical ids. */
  readonly dependsOn: readonly string[];
}

/**
 * A template as if it were deployed on one machine: names and ARNs in the account and Region of the embedded engines, so
 * that what is called there and what is allowed here speak of the same things.
 */
export class Deployment {
  readonly stackName: string;
  readonly description: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly #resources: TemplateJson['Resources'];

  constructor(template: Template, stackName = 'Parapet') {
    const json = template.toJSON() as TemplateJson;
    this.stackName = stackName;
    this.description = json.Description ?? '';
    this.#resources = json.Resources;
    this.outputs = new Map(
      Object.entries(json.Outputs ?? {}).map(([name, { Value: value }]) => [name, String(this.#resolve(value))]),
    );
  }

  all(type: string): readonly DeployedResource[] {
    return Object.entries(this.#resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, { Properties: properties = {}, DependsOn: dependsOn = [] }]) => ({
        id: idOf(logicalId),
        name: this.#nameOf(logicalId),
        type,
        properties: this.#resolve(properties) as Readonly<Record<string, unknown>>,
        dependsOn: [dependsOn].flat().map(idOf),
      }));
  }

  one(type: string, id: string): DeployedResource {
    const found = this.all(type).find((resource) => resource.id === id);
    if (found === undefined) throw new Error(`template: expected a ${type} ${id}, got none`);
    return found;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${localRegion}:${localAccount}:${resource}`;
  }

  #nameOf(logicalId: string): string {
    return `${this.stackName}-${idOf(logicalId)}`;
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#resolve(each)).filter((each) => each !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && key === 'Ref') return this.#ref(String(argument));
    if (others.length === 0 && key.startsWith('Fn::')) return this.#call(key, argument);
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, each]) => [name, this.#resolve(each)])
        .filter(([, each]) => each !== NO_VALUE),
    );
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Fn::GetAtt': {
        const [id = '', attribute = ''] = argument as string[];
        return this.#attribute(id, attribute);
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return (this.#resolve(parts) as unknown[]).map(String).join(separator);
      }
      case 'Fn::Sub':
        return String(argument).replaceAll(/\$\{([\w:]+)\}/g, (_, id: string) => String(this.#ref(id)));
      default:
        throw new Error(`template: ${name} is not known here; teach ${import.meta.filename} to resolve it`);
    }
  }

  #ref(id: string): unknown {
    if (id === 'AWS::NoValue') return NO_VALUE;
    const pseudo = pseudoParameters.get(id);
    if (pseudo !== undefined) return pseudo;
    if (id === 'AWS::StackName') return this.stackName;
    if (id === 'AWS::StackId') return this.arn('cloudformation', `stack/${this.stackName}/${STACK_UUID}`);
    const type = this.#typeOf(id);
    const name = this.#nameOf(id);
    if (type === 'AWS::SQS::Queue') return `https://sqs.${localRegion}.amazonaws.com/${localAccount}/${name}`;
    return refIsArn.has(type) ? this.#attribute(id, 'Arn') : name;
  }

  #attribute(id: string, attribute: string): string {
    const type = this.#typeOf(id);
    const name = this.#nameOf(id);
    if (/^(\w*Name|\w+Id)$/.test(attribute)) return name;
    if (attribute === 'ApiEndpoint') return `https://${name}.execute-api.${localRegion}.amazonaws.com`;
    const arn = attribute.endsWith('Arn') ? arns.get(type) : undefined;
    if (arn === undefined) throw new Error(`template: ${type}.${attribute} is not known here`);
    return this.#inAccount(arn(name));
  }

  #inAccount([service, resource]: readonly [string, string]): string {
    return service === 'iam' ? `arn:aws:iam::${localAccount}:${resource}` : this.arn(service, resource);
  }

  #typeOf(id: string): string {
    const resource = this.#resources[id];
    if (resource === undefined) throw new Error(`template: expected a resource ${id}, got none`);
    return resource.Type;
  }
}

/** Also of a forwarder, in whose name is what it forwards to: `SubscriptionsslackparapetslackForwarderQueue` -> `slackForwarderQueue`. */
const idOf = (logicalId: string): string =>
  readable(logicalId).replace(/^Subscriptions(pagerDuty|opsgenie|slack|webhook)\w*?Forwarder/, '$1Forwarder');

/** Any id: CloudFormation puts one behind the name of a stack. */
export const STACK_UUID = '6b8f1c40-15f7-11f1-8d0e-0e5e5f0c4d3b';
const NO_VALUE = Symbol('AWS::NoValue');

const pseudoParameters: ReadonlyMap<string, string> = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::Region', localRegion],
  ['AWS::AccountId', localAccount],
]);

/** Service and resource of an ARN. */
const arns: ReadonlyMap<string, (name: string) => readonly [string, string]> = new Map([
  ['AWS::DynamoDB::GlobalTable', (name) => ['dynamodb', `table/${name}`]],
  ['AWS::SNS::Topic', (name) => ['sns', name]],
  ['AWS::SQS::Queue', (name) => ['sqs', name]],
  ['AWS::Lambda::Function', (name) => ['lambda', `function:${name}`]],
  // CloudFormation's has the streams of the group at its end.
  ['AWS::Logs::LogGroup', (name) => ['logs', `log-group:${name}:*`]],
  ['AWS::Scheduler::Schedule', (name) => ['scheduler', `schedule/default/${name}`]],
  ['AWS::Events::Rule', (name) => ['events', `rule/${name}`]],
  ['AWS::CloudWatch::Alarm', (name) => ['cloudwatch', `alarm:${name}`]],
  ['AWS::KMS::Key', (name) => ['kms', `key/${name}`]],
  ['AWS::IAM::Role', (name) => ['iam', `role/${name}`]],
  ['AWS::IAM::ManagedPolicy', (name) => ['iam', `policy/${name}`]],
]);

/** Of these a `Ref` is the ARN. */
const refIsArn = new Set(['AWS::SNS::Topic', 'AWS::IAM::ManagedPolicy']);
