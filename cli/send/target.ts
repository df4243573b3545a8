import { UsageError } from '../run-program.ts';

/** Where a payload goes, and in which region it is signed; not at all on this machine. */
export interface Target {
  readonly url: URL;
  readonly signFor?: { readonly region: string };
}

export const targetOf = (text: string, region: string | undefined): Target => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`Expected an http or https URL, got ${text}`);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:') {
    if (isLocal) return { url };
    throw new UsageError(`Expected https for ${url.hostname}: payments and signatures do not travel in the clear`);
  }
  const signFor = regionIn(url.hostname) ?? region;
  if (signFor === undefined) {
    throw new UsageError(
      `Expected a host like <id>.execute-api.<region>.amazonaws.com, got ${url.hostname}; pass --region for a domain of your own`,
    );
  }
  return { url, signFor: { region: signFor } };
};

const regionIn = (hostname: string): string | undefined =>
  /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
