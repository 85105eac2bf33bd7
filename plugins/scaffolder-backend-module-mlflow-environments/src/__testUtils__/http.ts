import { createServer, IncomingMessage, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

/** An HTTP server on a free port of loopback. */
export async function listen(
  handle: RequestListener,
): Promise<{ host: string; stop(): Promise<void> }> {
  const server = createServer(handle);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** The body of a request, as JSON; undefined when there is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : undefined;
}
