import {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerUnaryCall,
} from '@grpc/grpc-js';
import type {
  RunFunctionRequest,
  RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript';
import { KubeClient, refOf } from '../kube';
import { FUNCTION_REVISION_TYPE, PACKAGE_LABEL } from '../crossplane';
import { JsonObject } from '../json';
import { loadFunctionSdk } from '../reconciler/functionSdk';

/** What a function answers; what is left out is empty. */
export interface Answer {
  /** Desired resources by name; ready unless `unready` names them. */
  resources?: Record<string, JsonObject>;
  unready?: string[];
  status?: JsonObject;
  fatal?: string;
  warning?: string;
  conditions?: { type: string; reason: string; message?: string }[];
}

/** A composition function in the test's own process, called over gRPC like any. */
export class TestFunction {
  /** What it was asked, latest last. */
  readonly requests: RunFunctionRequest[] = [];
  answer: (request: RunFunctionRequest) => Answer = () => ({});
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<TestFunction> {
    const started = new TestFunction();
    await started.listen();
    return started;
  }

  get endpoint(): string {
    return `dns:///127.0.0.1:${this.port}`;
  }

  /** Comes up, again at the same port if it was stopped. */
  async listen(): Promise<void> {
    this.server = new Server();
    this.server.addService(loadFunctionSdk().FunctionRunnerServiceService, {
      runFunction: (
        call: ServerUnaryCall<RunFunctionRequest, RunFunctionResponse>,
        respond: sendUnaryData<RunFunctionResponse>,
      ) => {
        this.requests.push(call.request);
        respond(null, this.respond(call.request));
      },
    });
    this.port = await new Promise<number>((resolve, reject) => {
      this.server?.bindAsync(
        `127.0.0.1:${this.port}`,
        ServerCredentials.createInsecure(),
        (error, port) => (error ? reject(error) : resolve(port)),
      );
    });
  }

  stop(): void {
    this.server?.forceShutdown();
  }

  /** Makes it known to the reconciler under a name. */
  async register(client: KubeClient, name: string): Promise<void> {
    const revision = await client.create({
      ...FUNCTION_REVISION_TYPE,
      metadata: { name, labels: { [PACKAGE_LABEL]: name } },
      spec: { desiredState: 'Active', image: name, revision: 1 },
    });
    const { endpoint } = this;
    await client.merge(
      refOf(revision),
      { status: { endpoint, capabilities: ['composition'] } },
      'status',
    );
  }

  private respond(request: RunFunctionRequest): RunFunctionResponse {
    const { Ready, Severity, Status, Target } = loadFunctionSdk();
    const { resources = {}, unready = [], ...answer } = this.answer(request);
    const results = [
      { severity: Severity.SEVERITY_FATAL, message: answer.fatal },
      { severity: Severity.SEVERITY_WARNING, message: answer.warning },
    ].flatMap(({ severity, message }) =>
      message === undefined
        ? []
        : [{ severity, message, target: Target.TARGET_COMPOSITE }],
    );
    return {
      meta: { tag: request.meta?.tag ?? '' },
      desired: {
        composite: {
          resource: { status: answer.status ?? {} },
          connectionDetails: {},
          ready: Ready.READY_UNSPECIFIED,
        },
        resources: Object.fromEntries(
          Object.entries(resources).map(([name, resource]) => [
            name,
            {
              resource,
              connectionDetails: {},
              ready: unready.includes(name)
                ? Ready.READY_FALSE
                : Ready.READY_TRUE,
            },
          ]),
        ),
      },
      results,
      conditions: (answer.conditions ?? []).map(condition => ({
        ...condition,
        status: Status.STATUS_CONDITION_TRUE,
        target: Target.TARGET_COMPOSITE,
      })),
      requirements: undefined,
    };
  }
}
