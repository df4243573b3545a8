import { UsageError } from '../cli/run-program.ts';

/** What was said on the command line about where to deploy. */
export interface Wish {
  readonly yes: boolean;
  readonly account?: string;
  readonly region?: string;
}

/** Where everything of a run goes. */
export type Target =
  | { readonly kind: 'emulator'; readonly endpoint: URL; readonly region: string }
  | { readonly kind: 'account'; readonly account: string; readonly endpoint?: URL; readonly region: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Decides from the command line and the environment alone, before anything is asked of anybody. An emulator on this
 * machine may be used as it is; everything else costs somebody money and is only used by its account id, typed.
 *
 * @throws {UsageError} saying all that is missing
 */
export const targetFrom = (wish: Wish, environment: Environment): Target => {
  const endpoint = endpointIn(environment);
  const emulator = endpoint !== undefined && isLoopback(endpoint);
  const region = wish.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const problems = emulator ? strayEndpoints(environment) : missing(wish, region, endpoint);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  if (emulator) return { kind: 'emulator', endpoint, region: region ?? 'us-east-1' };
  const { account = '' } = wish;
  return { kind: 'account', account, region: region ?? '', ...(endpoint === undefined ? {} : { endpoint }) };
};

/** Credentials may be those of another account than the one that was meant. */
export const refuseOtherAccount = (target: Target, actual: string | undefined): void => {
  if (target.kind === 'emulator' || target.account === actual) return;
  throw new UsageError(
    `Expected credentials of the account ${target.account}, got those of ${actual ?? 'nobody'}; nothing was deployed`,
  );
};

/** Whether a host is this machine whatever a name server says: 127.0.0.0/8, [::1] and localhost. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

const missing = (wish: Wish, region: string | undefined, endpoint: URL | undefined): readonly string[] => {
  const where = endpoint === undefined ? 'a real account' : endpoint.origin;
  return [
    ...(wish.yes ? [] : [`Expected --yes: without AWS_ENDPOINT_URL on this machine the stack is deployed to ${where}`]),
    ...(/^\d{12}$/.test(wish.account ?? '')
      ? []
      : [`Expected --account with the 12 digits of the account that is meant, got ${wish.account ?? 'none'}`]),
    ...(region === undefined ? ['Expected --region, or AWS_REGION in the environment'] : []),
  ];
};

/** What would let single services, or all of them, pass by the emulator that AWS_ENDPOINT_URL names. */
const strayEndpoints = (environment: Environment): readonly string[] => [
  ...(/^(true|1)$/i.test(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '')
    ? ['Expected AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to be unset: with it AWS_ENDPOINT_URL means nothing']
    : []),
  ...Object.entries(environment)
    .filter(([name, value]) => name.startsWith('AWS_ENDPOINT_URL_') && value !== undefined && value !== '')
    .filter(([name, value = '']) => !isLoopback(addressIn(name, value)))
    .map(([name, value]) => `Expected ${name} to be unset or on this machine, as AWS_ENDPOINT_URL is, got ${value}`),
];

const endpointIn = (environment: Environment): URL | undefined => {
  const text = environment['AWS_ENDPOINT_URL'] ?? '';
  return text === '' ? undefined : addressIn('AWS_ENDPOINT_URL', text);
};

const addressIn = (name: string, text: string): URL => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`Expected ${name} to be an http or https URL, got ${text}`);
  return url;
};
