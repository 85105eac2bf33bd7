import {
  parseSettings,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterClients, requireClient } from '../clusterClients';
import { readClusterJson } from '../clusters';
import { TimedCache } from '../lib/TimedCache';

/** Names that this product gives its composition and the function's step. */
const COMPOSITION = 'mlflow-environments';
const INPUT_KIND = 'PlatformSettings';

const KEPT_FOR_MS = 30_000;

const compositionSchema = z.object({
  spec: z.object({
    pipeline: z.array(
      z.object({ input: z.looseObject({ kind: z.string() }).optional() }),
    ),
  }),
});

/** The platform settings of each cluster: the input of its Composition. */
export class CompositionSettings {
  private readonly settings = new TimedCache<PlatformSettings>({
    keptForMs: KEPT_FOR_MS,
    maxEntries: 100,
  });

  constructor(private readonly clusters: ClusterClients) {}

  /** Throws with a sentence that says what stands in the way. */
  async of(cluster: string): Promise<PlatformSettings> {
    return this.settings.get(cluster, () => this.read(cluster));
  }

  private async read(cluster: string): Promise<PlatformSettings> {
    const composition = compositionSchema.parse(
      await readClusterJson(
        requireClient(this.clusters, cluster),
        `/apis/apiextensions.crossplane.io/v1/compositions/${COMPOSITION}`,
      ),
    );
    const step = composition.spec.pipeline.find(
      ({ input }) => input?.kind === INPUT_KIND,
    );
    if (!step) {
      throw new NotFoundError(
        `The Composition ${COMPOSITION} has no step with ${INPUT_KIND}`,
      );
    }
    return parseSettings(step.input);
  }
}
