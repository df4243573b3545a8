/** The engines take any credentials. Fixed ones keep a person's real keys out of processes that only talk to loopback. */
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export const localRegion = 'us-east-1';
export const localAccount = '000000000000';
export const loopback = '127.0.0.1';

export const localAws = (endpoint: string) => ({ endpoint, region: localRegion, credentials });
