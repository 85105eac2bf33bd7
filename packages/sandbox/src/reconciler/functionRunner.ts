import {
  Client,
  credentials,
  Metadata,
  ServiceError,
  status,
} from '@grpc/grpc-js';
import type {
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { KubeClient } from '../kube';
import { FunctionEndpoints } from './functionEndpoints';
import { loadFunctionSdk } from './functionSdk';

/** How gRPC's status codes are spelled in the errors of Go programs. */
const GO_CODES: Partial<Record<status, string>> = {
  [status.DEADLINE_EXCEEDED]: 'DeadlineExceeded',
  [status.UNAVAILABLE]: 'Unavailable',
  [status.UNIMPLEMENTED]: 'Unimplemented',
  [status.INVALID_ARGUMENT]: 'InvalidArgument',
  [status.INTERNAL]: 'Internal',
};

/** Calls composition functions over gRPC. */
export class FunctionRunner {
  private readonly endpoints: FunctionEndpoints;
  private readonly clients = new Map<string, Client>();
  private readonly method =
    loadFunctionSdk().FunctionRunnerServiceService.runFunction;

  constructor(client: KubeClient, private readonly timeoutMs: number) {
    this.endpoints = new FunctionEndpoints(client);
  }

  /** Runs a function by name, waiting for it to come up if need be. Throws in Crossplane's words. */
  async run(
    name: string,
    request: RunFunctionRequest,
  ): Promise<RunFunctionResponse> {
    const endpoint = await this.endpoints.find(name);
    if (!endpoint) {
      throw new Error(
        `cannot get gRPC client connection for Function "${name}": cannot find an active FunctionRevision (a FunctionRevision with spec.desiredState: Active)`,
      );
    }
    try {
      return await this.call(this.clientOf(endpoint), request);
    } catch (error) {
      const { code, details } = error as ServiceError;
      const goCode = GO_CODES[code] ?? 'Unknown';
      throw new Error(
        `cannot run Function "${name}": rpc error: code = ${goCode} desc = ${details}`,
      );
    }
  }

  close(): void {
    this.clients.forEach(client => client.close());
  }

  private clientOf(endpoint: string): Client {
    let client = this.clients.get(endpoint);
    if (!client) {
      client = new Client(endpoint, credentials.createInsecure());
      this.clients.set(endpoint, client);
    }
    return client;
  }

  private call(
    client: Client,
    request: RunFunctionRequest,
  ): Promise<RunFunctionResponse> {
    const { path, requestSerialize, responseDeserialize } = this.method;
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest<RunFunctionRequest, RunFunctionResponse>(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata({ waitForReady: true }),
        { deadline: Date.now() + this.timeoutMs },
        (error, response) => {
          if (error || !response) {
            reject(error ?? new Error('no response'));
          } else {
            resolve(response);
          }
        },
      );
    });
  }
}
