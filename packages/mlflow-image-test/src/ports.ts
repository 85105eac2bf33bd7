import { createServer } from 'node:net';

/** Whether nobody listens at a port. */
export async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) === port;
}

/** A port at which nobody listens just now. */
export async function freePort(): Promise<number> {
  const port = await listen(0);
  if (!port) throw new Error('No port is free');
  return port;
}

/** The port at which one could listen; undefined if somebody else does. */
async function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise(resolve => {
    server.on('error', () => resolve(undefined));
    server.listen(port, '0.0.0.0', () => {
      const address = server.address();
      const found =
        typeof address === 'object' && address ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
