// AGPL-3.0: for tests only. Nothing that is deployed or shipped may import it.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { localAccount, localRegion } from '../../../cli/local/aws-config.ts';
import type { Statement } from '../synth.ts';
import type { Call } from './call.ts';
import type { PolicyDocument, Principal } from './policies.ts';

export interface Verdict {
  readonly isAllowed: boolean;
  /** The statements of the principal's own policies that allow it. */
  readonly allowedBy: readonly Statement[];
}

/** What IAM would say to a call. Throws where the simulator has no answer: that must not pass for a denial. */
export const simulate = async (
  { arn, policies }: Principal,
  call: Call,
  resourcePolicies: ReadonlyMap<string, PolicyDocument>,
): Promise<Verdict> => {
  const { action, resource, partitions, via, isPlain } = call;
  const context = {
    'aws:SecureTransport': String(isPlain !== true),
    'aws:RequestedRegion': localRegion,
    'aws:PrincipalAccount': localAccount,
    'aws:ResourceAccount': localAccount,
    ...(via === undefined ? {} : { 'kms:ViaService': `${via}.${localRegion}.amazonaws.com` }),
    ...(partitions === undefined ? {} : { 'dynamodb:LeadingKeys': [...partitions] }),
  };
  const outcome = await runSimulation(
    {
      request: {
        principal: arn,
        action,
        resource: { resource, accountId: localAccount },
        contextVariables: context,
      },
      identityPolicies: policies.map((policy, index) => ({ name: String(index), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicies.get(resource) ?? (action.startsWith('kms:') ? leavesItToIam : undefined),
    },
    {},
  );
  if (outcome.resultType === 'error')
    throw new Error(`${action} on ${resource}: the simulator answers ${JSON.stringify(outcome.errors)}`);
  const results = outcome.resultType === 'single' ? [outcome.result] : outcome.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  if (ignored.length > 0) throw new Error(`${action}: the simulator does not know ${ignored.join(', ')} of it`);
  return {
    // A call without a resource is allowed where all resources are. The simulator would say so where any is.
    isAllowed:
      outcome.resultType === 'single'
        ? outcome.overallResult === 'Allowed'
        : outcome.results.some(
            ({ resourcePattern, analysis }) => resourcePattern === resource && analysis.result === 'Allowed',
          ),
    allowedBy: results.flatMap(({ analysis }) =>
      (analysis.identityAnalysis?.allowStatements ?? []).map(({ statement }) => statement.toJSON() as Statement),
    ),
  };
};

/** Of a key of the account, by default. Without it no policy of a role would count. */
const leavesItToIam: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${localAccount}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};
