import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  apiVersionOf,
  collectionPath,
  type ResourceType,
} from '../resourceType';

export interface FakeObject {
  metadata: { name: string; namespace?: string; uid: string };
  [field: string]: unknown;
}

export interface FakeRequest {
  path: string;
  query: URLSearchParams;
  authorization?: string;
}

/** A watch that a client has open. */
export interface FakeWatch {
  type: ResourceType;
  query: URLSearchParams;
  /** Writes a raw piece of the stream. */
  write(text: string): void;
  send(event: object): void;
  /** Ends the stream as a server does after the time it was asked for. */
  end(): void;
  /** Breaks the connection. */
  break(): void;
}

/** Answers a request instead of the API, or leaves it to the API by returning false. */
export type Intervention = (
  request: FakeRequest,
  response: ServerResponse,
) => boolean;

/** As much of a Kubernetes API as a watcher sees, with every fault on demand. */
export class FakeApi {
  readonly requests: FakeRequest[] = [];
  watches: FakeWatch[] = [];
  /** Whether collections are sent as streams to who asks for it; older API servers don't. */
  streamsCollections = false;
  #server?: Server;
  #port = 0;
  #version = 100;
  #oldest = 0;
  readonly #types = new Map<string, ResourceType>();
  readonly #objects = new Map<string, Map<string, FakeObject>>();
  readonly #history: Array<{ path: string; version: number; event: object }> =
    [];
  #interventions: Intervention[] = [];

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    await api.up();
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get version(): string {
    return String(this.#version);
  }

  async up(): Promise<void> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', this.url);
      this.#answer(
        {
          path: url.pathname,
          query: url.searchParams,
          authorization: request.headers.authorization,
        },
        response,
      );
    });
    this.#server = server;
    await new Promise<void>(resolve => {
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Goes away, keeping its port and its objects. */
  async down(): Promise<void> {
    const server = this.#server;
    this.watches = [];
    await new Promise<void>(resolve => {
      server?.close(() => resolve());
      server?.closeAllConnections();
    });
  }

  serve(type: ResourceType): void {
    this.#types.set(collectionPath(type), type);
    this.#objects.set(collectionPath(type), new Map());
  }

  /** What deleting a CustomResourceDefinition does: its objects go, then the kind. */
  unserve(type: ResourceType): void {
    for (const object of this.#objects.get(collectionPath(type))?.values() ??
      []) {
      this.remove(type, object.metadata.uid);
    }
    this.#types.delete(collectionPath(type));
    this.watchesOf(type).forEach(watch => watch.end());
  }

  /** Stops serving a type without a word. */
  hide(type: ResourceType): void {
    this.#types.delete(collectionPath(type));
    this.watchesOf(type).forEach(watch => watch.end());
  }

  /** Creates or updates an object, and tells watches unless `silently`. */
  put(type: ResourceType, object: FakeObject, silently = false): void {
    const objects = this.#collection(type);
    const known = objects.has(object.metadata.uid);
    this.#version += 1;
    const stored = this.#stamp(type, object);
    objects.set(object.metadata.uid, stored);
    if (!silently) {
      this.#tell(type, known ? 'MODIFIED' : 'ADDED', stored);
    }
  }

  remove(type: ResourceType, uid: string, silently = false): void {
    const object = this.#collection(type).get(uid);
    this.#collection(type).delete(uid);
    this.#version += 1;
    if (object && !silently) {
      this.#tell(type, 'DELETED', this.#stamp(type, object));
    }
  }

  /** Forgets what changed so far, as etcd does when it is compacted: watches have to begin anew. */
  forgetChanges(): void {
    this.#oldest = this.#version;
    this.watches.forEach(watch =>
      watch.send({ type: 'ERROR', object: { code: 410 } }),
    );
  }

  /** Puts something among the objects that isn't one. */
  corrupt(type: ResourceType, key: string, nonsense: unknown): void {
    this.#collection(type).set(key, nonsense as FakeObject);
  }

  /** @returns a function that takes the intervention back */
  intervene(intervention: Intervention): () => void {
    this.#interventions.push(intervention);
    return () => {
      this.#interventions = this.#interventions.filter(
        other => other !== intervention,
      );
    };
  }

  watchesOf(type: ResourceType): FakeWatch[] {
    return this.watches.filter(
      watch => collectionPath(watch.type) === collectionPath(type),
    );
  }

  /** Requests for whole collections as streams, refused ones included. */
  streamsOf(type: ResourceType): FakeRequest[] {
    return this.requests.filter(
      ({ path, query }) =>
        path === collectionPath(type) && query.has('sendInitialEvents'),
    );
  }

  listsOf(type: ResourceType): FakeRequest[] {
    return this.requests.filter(
      ({ path, query }) => path === collectionPath(type) && !query.has('watch'),
    );
  }

  #collection(type: ResourceType): Map<string, FakeObject> {
    const objects = this.#objects.get(collectionPath(type));
    if (!objects) {
      throw new Error(`The fake API does not serve ${type.kind}`);
    }
    return objects;
  }

  #stamp(type: ResourceType, object: FakeObject): FakeObject {
    return {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      ...object,
      metadata: { ...object.metadata, resourceVersion: this.version },
    } as FakeObject;
  }

  #tell(type: ResourceType, event: string, object: FakeObject): void {
    const told = { type: event, object };
    this.#history.push({
      path: collectionPath(type),
      version: this.#version,
      event: told,
    });
    this.watchesOf(type).forEach(watch => watch.send(told));
  }

  #answer(request: FakeRequest, response: ServerResponse): void {
    this.requests.push(request);
    if (this.#interventions.some(answer => answer(request, response))) {
      return;
    }
    const type = this.#types.get(request.path);
    if (type && request.query.has('watch')) {
      this.#watch(type, request.query, response);
    } else if (type) {
      this.#list(type, request.query, response);
    } else {
      this.#discover(request.path, response);
    }
  }

  #watch(
    type: ResourceType,
    query: URLSearchParams,
    response: ServerResponse,
  ): void {
    const isStream = query.has('sendInitialEvents');
    if (isStream && !this.streamsCollections) {
      respondStatus(response, 422, 'sendInitialEvents is forbidden for watch');
      return;
    }
    if (!isStream && Number(query.get('resourceVersion')) < this.#oldest) {
      respondStatus(response, 410, 'too old resource version');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const write = (text: string) => {
      // Ended, and not closed yet.
      if (!response.writableEnded) response.write(text);
    };
    const watch: FakeWatch = {
      type,
      query,
      write,
      send: event => write(`${JSON.stringify(event)}\n`),
      end: () => response.end(),
      break: () => response.destroy(),
    };
    this.watches.push(watch);
    if (isStream) {
      this.#sendAll(type, watch);
    } else {
      this.#replay(type, watch);
    }
    response.on('close', () => {
      this.watches = this.watches.filter(other => other !== watch);
    });
  }

  #sendAll(type: ResourceType, watch: FakeWatch): void {
    this.#collection(type).forEach(object =>
      watch.send({ type: 'ADDED', object }),
    );
    watch.send({
      type: 'BOOKMARK',
      object: {
        metadata: {
          resourceVersion: this.version,
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    });
  }

  /** What happened since the list that the watch goes on from. */
  #replay(type: ResourceType, watch: FakeWatch): void {
    this.#history
      .filter(
        ({ path, version }) =>
          path === collectionPath(type) &&
          version > Number(watch.query.get('resourceVersion')),
      )
      .forEach(({ event }) => watch.send(event));
  }

  #list(
    type: ResourceType,
    query: URLSearchParams,
    response: ServerResponse,
  ): void {
    const all = [...this.#collection(type).values()];
    const from = Number(query.get('continue') ?? 0);
    const to = from + Number(query.get('limit') ?? all.length);
    respond(response, 200, {
      metadata: {
        resourceVersion: this.version,
        ...(to < all.length ? { continue: String(to) } : {}),
      },
      // Like a real API server, without saying for each item what it is.
      items: all
        .slice(from, to)
        .map(item =>
          typeof item === 'object' && item !== null
            ? { ...item, apiVersion: undefined, kind: undefined }
            : item,
        ),
    });
  }

  #discover(path: string, response: ServerResponse): void {
    const types = [...this.#types.values()];
    const versions = [
      ...new Set(
        types
          .filter(({ group }) => path === `/apis/${group}`)
          .map(({ version }) => version),
      ),
    ].map(version => ({ version }));
    if (versions.length) {
      respond(response, 200, { preferredVersion: versions[0], versions });
      return;
    }
    const resources = types
      .filter(type => collectionPath(type).startsWith(`${path}/`))
      .map(({ kind, plural }) => ({
        kind,
        name: plural,
        verbs: ['get', 'list', 'watch'],
      }));
    if (resources.length) {
      respond(response, 200, { resources });
    } else {
      respondStatus(response, 404, 'the server could not find it');
    }
  }
}

export function respond(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

export function respondStatus(
  response: ServerResponse,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  respond(response, code, { kind: 'Status', code, message }, headers);
}
