import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { isObject, JsonObject, stringAt } from '../json';
import { ApiError, UnknownKindError } from './errors';
import { KubeObject, ObjectRef, ObjectType } from './objects';

/** Names the sandbox as the manager of the fields that it sets otherwise than by apply. */
const USER_AGENT = 'mlflow-sandbox';

/** How the API server serves one kind. */
export interface Resource {
  plural: string;
  namespaced: boolean;
}

export interface KubeList {
  items: KubeObject[];
  metadata: { resourceVersion?: string; continue?: string };
}

interface RequestOptions {
  query?: Record<string, string | undefined>;
  contentType?: string;
  body?: unknown;
}

/**
 * A Kubernetes API client for objects of any kind, as plain JSON.
 *
 * Connection and authentication are the official client's. Its typed models are left
 * aside: they drop the fields they don't know and turn timestamps into dates, while
 * everything here passes objects on unchanged.
 */
export class KubeClient {
  private readonly http = new IsomorphicFetchHttpLibrary();
  private readonly resources = new Map<string, Map<string, Resource>>();

  constructor(readonly config: KubeConfig) {}

  /** A client of the API server at a URL, with a bearer token; `caData` is its certificate authority, PEM in base64. */
  static forServer(options: {
    url: string;
    token: string;
    caData?: string;
  }): KubeClient {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        name: 'sandbox',
        server: options.url,
        caData: options.caData,
        // The official client refuses plain HTTP otherwise.
        skipTLSVerify: options.url.startsWith('http:'),
      },
      { name: 'sandbox', token: options.token },
    );
    return new KubeClient(config);
  }

  /** The URL path under which a kind is listed and watched. Throws {@link UnknownKindError} where it isn't served. */
  async pathOf(type: ObjectType, namespace?: string): Promise<string> {
    const resource = await this.resourceOf(type);
    const inNamespace =
      resource.namespaced && namespace
        ? `/namespaces/${encodeURIComponent(namespace)}`
        : '';
    return `${versionPath(type.apiVersion)}${inNamespace}/${resource.plural}`;
  }

  /** How the API server serves a kind, asked of its discovery; never guessed. */
  async resourceOf(type: ObjectType): Promise<Resource> {
    const known = this.resources.get(type.apiVersion)?.get(type.kind);
    if (known) {
      return known;
    }
    const found = (await this.discover(type.apiVersion)).get(type.kind);
    if (!found) {
      throw new UnknownKindError(type.apiVersion, type.kind);
    }
    return found;
  }

  async get(ref: ObjectRef): Promise<KubeObject> {
    return asObject(await this.request(HttpMethod.GET, await this.urlOf(ref)));
  }

  /** The object, or `undefined` where there is none. */
  async find(ref: ObjectRef): Promise<KubeObject | undefined> {
    try {
      return await this.get(ref);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** All objects of a kind, in one namespace or in all of them, read page by page. */
  async list(
    type: ObjectType,
    options: { namespace?: string; labelSelector?: string } = {},
  ): Promise<KubeList> {
    const path = await this.pathOf(type, options.namespace);
    const items: KubeObject[] = [];
    let page: KubeList | undefined;
    do {
      page = (await this.request(HttpMethod.GET, path, {
        query: {
          limit: '500',
          labelSelector: options.labelSelector,
          continue: page?.metadata.continue,
        },
      })) as unknown as KubeList;
      // The items of a list carry no type of their own.
      items.push(...page.items.map(item => ({ ...type, ...item })));
    } while (page.metadata.continue);
    return { items, metadata: page.metadata };
  }

  /** Creates an object; in a dry run it is only said what would be created. */
  async create(
    object: KubeObject,
    options: { dryRun?: boolean } = {},
  ): Promise<KubeObject> {
    const path = await this.pathOf(object, object.metadata.namespace);
    return asObject(
      await this.request(HttpMethod.POST, path, {
        query: { dryRun: options.dryRun ? 'All' : undefined },
        body: object,
      }),
    );
  }

  /** Server-side apply: what `object` says is what `fieldManager` wants, taken over by force from others. */
  async apply(
    object: KubeObject,
    fieldManager: string,
    subresource?: 'status',
  ): Promise<KubeObject> {
    const path = await this.urlOf(
      { ...object, ...nameOf(object) },
      subresource,
    );
    return asObject(
      await this.request(HttpMethod.PATCH, path, {
        query: { fieldManager, force: 'true' },
        contentType: 'application/apply-patch+yaml',
        body: object,
      }),
    );
  }

  /** JSON merge patch: members that are null are removed, arrays are replaced. */
  async merge(
    ref: ObjectRef,
    patch: JsonObject,
    subresource?: 'status',
  ): Promise<KubeObject> {
    return asObject(
      await this.request(HttpMethod.PATCH, await this.urlOf(ref, subresource), {
        contentType: 'application/merge-patch+json',
        body: patch,
      }),
    );
  }

  /** Asks for deletion; an object with finalizers stays until they are gone. An absent object is fine. */
  async delete(
    ref: ObjectRef,
    options: { propagationPolicy?: string; uid?: string } = {},
  ): Promise<void> {
    try {
      await this.request(HttpMethod.DELETE, await this.urlOf(ref), {
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: options.propagationPolicy,
          preconditions: options.uid ? { uid: options.uid } : undefined,
        },
      });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) {
        throw error;
      }
    }
  }

  private async urlOf(ref: ObjectRef, subresource?: string): Promise<string> {
    const path = await this.pathOf(ref, ref.namespace);
    const tail = subresource ? `/${subresource}` : '';
    return `${path}/${encodeURIComponent(ref.name)}${tail}`;
  }

  private async discover(apiVersion: string): Promise<Map<string, Resource>> {
    let answer: JsonObject;
    try {
      answer = await this.request(HttpMethod.GET, versionPath(apiVersion));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return new Map();
      }
      throw error;
    }
    const kinds = new Map<string, Resource>();
    for (const entry of (answer.resources ?? []) as JsonObject[]) {
      const plural = String(entry.name);
      if (!plural.includes('/')) {
        kinds.set(String(entry.kind), {
          plural,
          namespaced: entry.namespaced === true,
        });
      }
    }
    this.resources.set(apiVersion, kinds);
    return kinds;
  }

  private async request(
    method: HttpMethod,
    path: string,
    options: RequestOptions = {},
  ): Promise<JsonObject> {
    const server = this.config.getCurrentCluster()?.server ?? '';
    const context = new RequestContext(`${server}${path}`, method);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) {
        context.setQueryParam(name, value);
      }
    }
    context.setHeaderParam('Accept', 'application/json');
    context.setHeaderParam('User-Agent', USER_AGENT);
    if (options.body !== undefined) {
      context.setHeaderParam(
        'Content-Type',
        options.contentType ?? 'application/json',
      );
      context.setBody(JSON.stringify(options.body));
    }
    await this.config.applySecurityAuthentication(context);
    const response = await this.http.send(context).toPromise();
    const text = await response.body.text();
    if (response.httpStatusCode >= 400) {
      throw apiError(response.httpStatusCode, text);
    }
    return JSON.parse(text) as JsonObject;
  }
}

function versionPath(apiVersion: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}`;
}

function nameOf(object: KubeObject): { name: string; namespace?: string } {
  return {
    name: object.metadata.name ?? '',
    namespace: object.metadata.namespace,
  };
}

function asObject(answer: JsonObject): KubeObject {
  return answer as unknown as KubeObject;
}

function apiError(status: number, text: string): ApiError {
  try {
    const answer: unknown = JSON.parse(text);
    if (isObject(answer)) {
      return new ApiError(
        status,
        stringAt(answer, 'reason') ?? 'Unknown',
        stringAt(answer, 'message') ?? text,
      );
    }
  } catch {
    // Not a Status object: a proxy between us and the API server spoke.
  }
  return new ApiError(status, 'Unknown', text || `HTTP status ${status}`);
}
