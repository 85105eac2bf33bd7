import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterClient, readClusterJson } from '../clusters';
import { TimedCache } from '../lib/TimedCache';

/** Identifies a Kubernetes object. */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

interface ResourceType {
  plural: string;
  namespaced: boolean;
}

const resourceListSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

const KEPT_FOR_MS = 10 * 60_000;

/** Finds where in a cluster's API an object is: plurals are asked for, never guessed. */
export class ApiPaths {
  private readonly types = new TimedCache<Map<string, ResourceType>>({
    keptForMs: KEPT_FOR_MS,
    maxEntries: 1_000,
  });

  async pathOf(client: ClusterClient, ref: ObjectRef): Promise<string> {
    const root = apiRoot(ref.apiVersion);
    const types = await this.types.get(`${client.cluster} ${root}`, () =>
      readTypes(client, root),
    );
    const type = types.get(ref.kind);
    if (!type) {
      throw new NotFoundError(
        `Cluster ${client.cluster} doesn't serve ${ref.kind} of ${ref.apiVersion}`,
      );
    }
    const name = encodeURIComponent(ref.name);
    return type.namespaced && ref.namespace
      ? `${root}/namespaces/${encodeURIComponent(ref.namespace)}/${
          type.plural
        }/${name}`
      : `${root}/${type.plural}/${name}`;
  }
}

/** The core group is older than groups and has a root of its own. */
function apiRoot(apiVersion: string): string {
  const path = apiVersion.split('/').map(encodeURIComponent).join('/');
  return apiVersion.includes('/') ? `/apis/${path}` : `/api/${path}`;
}

async function readTypes(
  client: ClusterClient,
  root: string,
): Promise<Map<string, ResourceType>> {
  const { resources } = resourceListSchema.parse(
    await readClusterJson(client, root),
  );
  return new Map(
    resources
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced }) => [
        kind,
        { plural: name, namespaced },
      ]),
  );
}
