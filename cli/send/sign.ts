import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export interface RequestToSign {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a POST for an API with IAM authorisation (SigV4, service execute-api) and returns its headers. Credentials come from
 * where the AWS CLI finds them: environment, profile, SSO, container, instance.
 */
export const signedHeaders = async (
  { url, headers, body }: RequestToSign,
  region: string,
  credentials: Credentials = defaultProvider(),
): Promise<Record<string, string>> => {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    body,
  });
  return signed.headers;
};
