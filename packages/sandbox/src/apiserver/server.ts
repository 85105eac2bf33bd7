import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Authenticator, type TokenOptions } from './auth/authenticator';
import { everybody, TokenAuthorizer } from './auth/authorizer';
import { RbacAuthorizer } from './auth/rbac';
import { DefinitionController } from './controllers/definitions';
import { GarbageCollector } from './controllers/garbageCollector';
import { NamespaceController } from './controllers/namespaces';
import { Exchange } from './http/exchange';
import { ResourceHandler } from './http/resourceHandler';
import { Router } from './http/router';
import { Watches } from './http/watch';
import type { JsonObject } from './model/objects';
import { builtinTypes } from './resources/builtinTypes';
import { ObjectService } from './resources/objects';
import type { WriteOptions } from './resources/requests';
import { Registry } from './resources/registry';
import { Storage } from './storage/storage';

/** How to start the API server. */
export interface ApiServerOptions {
  /** TCP port; a free one by default. */
  port?: number;
  /** Only loopback is offered: the server has no TLS. */
  host?: '127.0.0.1';
  /** The bearer token of the administrator; random by default. */
  token?: string;
  /** More bearers, with what they may do. */
  tokens?: TokenOptions[];
  /** CustomResourceDefinitions to have established before the server answers. */
  crds?: object[];
  /** How many changes stay readable before watches and pages end in 410. 10,000 by default. */
  historySize?: number;
  /** Milliseconds between bookmarks of a watch. A minute by default, as in Kubernetes. */
  bookmarkIntervalMs?: number;
}

/** A running API server. */
export interface ApiServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  port: number;
  /** The bearer token of the administrator. */
  token: string;
  /** Ends all watches and closes the port. */
  stop(): Promise<void>;
}

const SYSTEM_NAMESPACES = [
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
];

/**
 * Starts a Kubernetes API server that keeps everything in memory.
 * @throws when the port is taken or a CustomResourceDefinition is not valid
 */
export async function startApiServer(
  options: ApiServerOptions = {},
): Promise<ApiServer> {
  const token = options.token ?? randomBytes(24).toString('hex');
  const tokens: TokenOptions[] = [
    { token, user: 'admin', groups: ['system:masters'] },
    ...(options.tokens ?? []),
  ];
  const now = () => new Date();
  const registry = new Registry();
  for (const type of builtinTypes()) registry.add(type);
  const storage = new Storage(options.historySize ?? 10_000);
  const objects = new ObjectService(storage, registry, now);
  const watches = new Watches(
    storage,
    objects,
    options.bookmarkIntervalMs ?? 60_000,
  );
  runControllers(storage, registry, objects, watches, now);

  createInitialObjects(objects, options.crds ?? []);

  const authorizer = new TokenAuthorizer(tokens, [
    everybody,
    new RbacAuthorizer(storage),
  ]);
  const router = new Router(
    registry,
    new Authenticator(tokens),
    authorizer,
    new ResourceHandler(storage, objects, watches),
  );
  const server = createServer((request, response) => {
    if (!isReadable(request.url)) {
      response.writeHead(400).end();
      return;
    }
    // Errors are answered by the router; what is left is a client that went away.
    router.handle(new Exchange(request, response)).catch(() => {
      response.destroy();
    });
  });
  const port = await listen(server, options.host ?? '127.0.0.1', options.port);
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    token,
    stop: () =>
      new Promise((resolve, reject) => {
        watches.endAll();
        server.close(error => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
        for (const socket of sockets) socket.destroySoon();
      }),
  };
}

/**
 * Controllers act after the request that caused a change was answered, as theirs do in a real cluster, but
 * in order and without delay.
 */
function runControllers(
  storage: Storage,
  registry: Registry,
  objects: ObjectService,
  watches: Watches,
  now: () => Date,
): void {
  const collector = new GarbageCollector(storage, registry, objects);
  const controllers = [
    new DefinitionController(storage, registry, objects, now, collection =>
      watches.endAllOf(collection),
    ),
    new NamespaceController(storage, registry, objects),
    collector,
  ];
  storage.subscribe(event => {
    collector.index(event);
    setImmediate(() => {
      for (const controller of controllers) controller.reconcile(event);
    });
  });
}

function createInitialObjects(objects: ObjectService, crds: object[]): void {
  const options: WriteOptions = {
    dryRun: false,
    fieldManager: 'kube-apiserver',
    fieldValidation: 'Ignore',
    warnings: [],
  };
  const create = (group: string, plural: string, body: JsonObject) => {
    const endpoint = objects.storageEndpoint(group, plural);
    if (!endpoint) throw new Error(`no built-in type ${plural}.${group}`);
    objects.create(
      { ...endpoint, namespace: '', name: '', subresource: '' },
      body,
      options,
    );
  };
  for (const name of SYSTEM_NAMESPACES) {
    create('', 'namespaces', { metadata: { name } });
  }
  for (const crd of crds) {
    create('apiextensions.k8s.io', 'customresourcedefinitions', { ...crd });
  }
}

/** Paths such as `//` are no part of any URL. */
function isReadable(path: string | undefined): boolean {
  return URL.canParse(path ?? '/', 'http://localhost');
}

function listen(
  server: Server,
  host: string,
  port: number | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `The Kubernetes API of the sandbox cannot listen on ${host}:${port}: the port is taken. Stop what uses it, or choose another port.`,
            )
          : error,
      );
    });
    server.listen(port ?? 0, host, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
