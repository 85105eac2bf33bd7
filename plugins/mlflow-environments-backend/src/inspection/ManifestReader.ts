import { NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { EnvironmentManifest } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { stringify } from 'yaml';
import { z } from 'zod';
import { ClusterClient, readClusterJson } from '../clusters';
import { ApiPaths, ObjectRef } from './ApiPaths';
import { redactManifest } from './redactManifest';

const objectSchema = z
  .object({ apiVersion: z.string(), kind: z.string() })
  .passthrough();

/** Reads single objects from a cluster, as people may see them. */
export class ManifestReader {
  private readonly paths = new ApiPaths();

  /** Throws a NotFoundError for a Secret: the plugin isn't given the right to read one, and wouldn't use it. */
  async read(
    client: ClusterClient,
    ref: ObjectRef,
  ): Promise<EnvironmentManifest> {
    if (ref.kind === 'Secret') {
      throw secretsAreNeverShown(ref.name);
    }
    const path = await this.paths.pathOf(client, ref);
    const object = objectSchema.parse(await readClusterJson(client, path));
    const redacted = redactManifest(object as JsonObject);
    if (!redacted) {
      throw secretsAreNeverShown(ref.name);
    }
    const { apiVersion, kind, namespace, name } = ref;
    return {
      ref: { apiVersion, kind, namespace, name },
      yaml: stringify(redacted, { lineWidth: 0 }),
    };
  }
}

function secretsAreNeverShown(name: string): NotFoundError {
  return new NotFoundError(
    `${name} is a Secret: Secrets are never read, so there is nothing to show`,
  );
}
