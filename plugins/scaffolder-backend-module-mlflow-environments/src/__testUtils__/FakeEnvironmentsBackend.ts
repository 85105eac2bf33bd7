import { IncomingMessage, ServerResponse } from 'node:http';
import {
  ClaimProblem,
  EnvironmentDetail,
  RequestInput,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { listen, readJson } from './http';

/** What the backend was asked, and in whose name. */
export interface ReceivedRequest {
  method: string;
  path: string;
  body?: unknown;
  onBehalfOf?: string;
}

/** The part of the mlflow-environments backend that the actions talk to, over true HTTP. */
export class FakeEnvironmentsBackend {
  /** Requests by `<cluster>/<namespace>/<environmentID>`. */
  readonly requests = new Map<string, RequestInput>();
  /** What clusters have, by `<cluster>/<namespace>/<name>`; the rest of a detail is of no interest here. */
  readonly environments = new Map<
    string,
    Pick<EnvironmentDetail, 'parameters'> & Partial<EnvironmentDetail>
  >();
  readonly received: ReceivedRequest[] = [];
  /** Names of environments that run somewhere. */
  readonly takenNames = new Set<string>();
  /** Users without the create permission. */
  readonly forbiddenUsers = new Set<string>();
  /** What the platform's settings refuse. */
  problems: ClaimProblem[] = [];
  /** Whether previews work. */
  previews = true;

  url = '';

  static async start() {
    const backend = new FakeEnvironmentsBackend();
    const server = await listen((request, response) =>
      backend.handle(request, response),
    );
    backend.url = `http://${server.host}`;
    return Object.assign(backend, { stop: server.stop });
  }

  /** The paths that were written to, like `PUT /requests/demo/team-a/churn`. */
  get writes(): string[] {
    return this.received
      .filter(({ method }) => method === 'PUT' || method === 'DELETE')
      .map(({ method, path }) => `${method} ${path}`);
  }

  readonly handle = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: await readJson(request),
      onBehalfOf: initiatorOf(request.headers.authorization),
    };
    this.received.push(received);
    const { status, body } = this.answer(received);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  private answer(received: ReceivedRequest): Answer {
    const { method, path, onBehalfOf } = received;
    if (!onBehalfOf) return refusal(401, 'AuthenticationError', 'No token');
    const [, resource, ...rest] = path.split('/').map(decodeURIComponent);
    switch (`${method} ${resource}`) {
      case 'GET names':
        return {
          status: 200,
          body: this.isTaken(rest[0])
            ? { available: false, reason: 'It is in use.' }
            : { available: true },
        };
      case 'GET environments':
        return this.get(rest);
      case 'POST previews':
        return this.previews
          ? { status: 200, body: { problems: this.problems, resources: [] } }
          : refusal(500, 'Error', 'The settings are unknown');
      case 'PUT requests':
        return this.put(rest.join('/'), received);
      case 'DELETE requests':
        this.requests.delete(rest.join('/'));
        return { status: 204 };
      default:
        return refusal(404, 'NotFoundError', path);
    }
  }

  private get([cluster, namespace, name]: string[]): Answer {
    const environment = this.environments.get(
      `${cluster}/${namespace}/${name}`,
    );
    return environment
      ? {
          status: 200,
          body: {
            ref: { cluster, namespace, name },
            entityRef: `resource:${namespace}/${name}`,
            ...environment,
          },
        }
      : refusal(404, 'NotFoundError', `No ${name}`);
  }

  private put(key: string, received: ReceivedRequest): Answer {
    if (this.forbiddenUsers.has(received.onBehalfOf ?? '')) {
      return refusal(403, 'NotAllowedError', 'Unauthorized');
    }
    const input = received.body as RequestInput;
    const name = key.split('/').pop() ?? '';
    const other = [...this.requests].some(
      ([held, by]) => held.endsWith(`/${name}`) && by.taskId !== input.taskId,
    );
    if (other || this.takenNames.has(name)) {
      return refusal(409, 'ConflictError', 'It is in use.');
    }
    const { state } = this.requests.get(key) ?? input;
    const request: RequestInput = {
      ...input,
      state: state === 'Pending' ? state : input.state,
    };
    this.requests.set(key, request);
    const [cluster, namespace] = key.split('/');
    return {
      status: 200,
      body: {
        ...request,
        ref: { cluster, namespace, name },
        entityRef: `resource:${namespace}/${name}`,
        createdAt: '2026-11-01T10:00:00Z',
        expiresAt: '2026-11-01T10:30:00Z',
      },
    };
  }

  private isTaken(name: string): boolean {
    return (
      this.takenNames.has(name) ||
      [...this.requests.keys()].some(key => key.endsWith(`/${name}`))
    );
  }
}

type Answer = { status: number; body?: unknown };

function refusal(statusCode: number, name: string, message: string): Answer {
  return {
    status: statusCode,
    body: { error: { name, message }, response: { statusCode } },
  };
}

/** The user in a mock token on behalf of somebody. */
function initiatorOf(authorization: string | undefined): string | undefined {
  const payload = /^Bearer mock-service-token:(.*)$/.exec(authorization ?? '');
  return payload ? JSON.parse(payload[1]).obo : undefined;
}
