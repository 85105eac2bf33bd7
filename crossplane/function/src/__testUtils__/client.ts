import { createServer, AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ChannelCredentials, Client, ServiceError } from '@grpc/grpc-js';
import {
  FunctionRunnerServiceService,
  type RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';

/** A port of the loopback interface on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Calls a function that is starting or has started, as Crossplane does. */
export class FunctionClient {
  readonly #client: Client;

  constructor(port: number, credentials: ChannelCredentials) {
    this.#client = new Client(`localhost:${port}`, credentials);
  }

  /** Waits until it can be reached. */
  ready(timeout = 30_000): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.waitForReady(Date.now() + timeout, error =>
        error ? reject(error) : resolve(),
      );
    });
  }

  run(request: RunFunctionRequest): Promise<RunFunctionResponse> {
    const { path, requestSerialize, responseDeserialize } =
      FunctionRunnerServiceService.runFunction;
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline: Date.now() + 30_000 },
        (error: ServiceError | null, response?: RunFunctionResponse) =>
          response ? resolve(response) : reject(error),
      );
    });
  }

  close(): void {
    this.#client.close();
  }
}
