import type { Server } from 'node:http';
import { loopback } from './aws-config.ts';

/** Listens on loopback only: a laptop on a shared network must not offer its payments, or take others', by accident. */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error(`Expected the server to listen on a TCP port, got ${JSON.stringify(address)}`);
  }
  return address.port;
};

/** Answers what is under way, then closes. Idle keep-alive connections would hold the process for seconds. */
export const closeServer = async (server: Server): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
};
