import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * What the SDK imports only when it comes to it, which it never does in a function: in a bundle these are 150 KB that are
 * read at each cold start. One that came to it all the same would say ERR_MODULE_NOT_FOUND, with the name.
 */
const neverImported = [
  // Where it looks for credentials after the environment, where Lambda puts them.
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@smithy/credential-provider-imds',
  // For answers that go on and on. No operation of DynamoDB, SNS, SQS or the parameter store has one.
  '@smithy/core/event-streams',
] as const;

/** How esbuild makes a function of a folder under functions/. */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: false,
  mainFields: ['module', 'main'],
  // The SDK comes along: the retries our budgets count on are those of the pinned version, not of the runtime's.
  externalModules: [...neverImported],
  // A dependency may still call `require`, which a module does not have: "Dynamic require of … is not supported".
  banner: `import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);`,
} satisfies BundlingOptions;
