import {
  ClusterResponseError,
  readClusterJson,
  type ClusterClient,
} from '../clusters';
import type { GroupKind } from '../store';
import { asArray, asObject, asString } from './json';
import { groupVersionPath, type ResourceType } from './resourceType';

type TypesByKind = ReadonlyMap<string, ResourceType>;

/** Finds out how a cluster serves a kind. */
export class Discovery {
  readonly #client: ClusterClient;
  /** What a version served when last asked. Kinds are added to a cluster at any time, so absence isn't kept. */
  readonly #known = new Map<string, TypesByKind>();
  readonly #asking = new Map<string, Promise<TypesByKind>>();

  constructor(client: ClusterClient) {
    this.#client = client;
  }

  /**
   * The resource type of a kind that can be listed and watched, or undefined when the cluster has none.
   *
   * @param version - tried first; what a reference names may no longer be served
   * @throws when the cluster can't be asked
   */
  async find(
    kind: GroupKind,
    version: string | undefined,
    signal: AbortSignal,
  ): Promise<ResourceType | undefined> {
    const preferred = version && (await this.#findIn(kind, version, signal));
    if (preferred) {
      return preferred;
    }
    for (const served of await this.#versions(kind.group, signal)) {
      const type = await this.#findIn(kind, served, signal);
      if (type) {
        return type;
      }
    }
    return undefined;
  }

  /** The cluster no longer serves a type as it did. */
  forget({ group, version }: ResourceType): void {
    this.#known.delete(groupVersionPath(group, version));
  }

  async #findIn(
    { group, kind }: GroupKind,
    version: string,
    signal: AbortSignal,
  ): Promise<ResourceType | undefined> {
    const path = groupVersionPath(group, version);
    const known = this.#known.get(path)?.get(kind);
    return known ?? (await this.#ask(path, group, version, signal)).get(kind);
  }

  /** Environments refer to a dozen kinds at once, several of one group: they ask together. */
  #ask(
    path: string,
    group: string,
    version: string,
    signal: AbortSignal,
  ): Promise<TypesByKind> {
    let asking = this.#asking.get(path);
    if (!asking) {
      asking = this.#list(path, group, version, signal)
        .then(types => {
          this.#known.set(path, types);
          return types;
        })
        .finally(() => this.#asking.delete(path));
      this.#asking.set(path, asking);
    }
    return asking;
  }

  async #list(
    path: string,
    group: string,
    version: string,
    signal: AbortSignal,
  ): Promise<TypesByKind> {
    const answer = asObject(await this.#get(path, signal));
    const types = new Map<string, ResourceType>();
    for (const entry of asArray(answer?.resources)) {
      const resource = asObject(entry);
      const kind = asString(resource?.kind);
      const plural = asString(resource?.name);
      const verbs = asArray(resource?.verbs);
      // A name with a slash is a subresource.
      if (
        kind &&
        plural &&
        !plural.includes('/') &&
        verbs.includes('list') &&
        verbs.includes('watch')
      ) {
        types.set(kind, { group, version, kind, plural });
      }
    }
    return types;
  }

  /** The versions of a group, the server's preferred one first. */
  async #versions(group: string, signal: AbortSignal): Promise<string[]> {
    if (!group) {
      return ['v1'];
    }
    const answer = asObject(
      await this.#get(`/apis/${encodeURIComponent(group)}`, signal),
    );
    return [answer?.preferredVersion, ...asArray(answer?.versions)].flatMap(
      entry => asString(asObject(entry)?.version) ?? [],
    );
  }

  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    try {
      return await readClusterJson(this.#client, path, { signal });
    } catch (error) {
      if (error instanceof ClusterResponseError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }
}
