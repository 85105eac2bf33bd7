import { createHash } from 'node:crypto';
import { canonicalJson, valueAt } from '../json';
import { controllerReference, KubeObject } from '../kube';
import {
  COMPOSITION_HASH_LABEL,
  COMPOSITION_NAME_LABEL,
  COMPOSITION_REVISION_TYPE,
} from '../crossplane';

/** The revision that holds a Composition as it is now. */
export function revisionOf(
  composition: KubeObject,
  revision: number,
): KubeObject {
  const { name, labels, annotations } = composition.metadata;
  const hash = hashOf(composition);
  return {
    ...COMPOSITION_REVISION_TYPE,
    metadata: {
      name: `${name}-${hash.slice(0, 7)}`,
      labels: {
        [COMPOSITION_NAME_LABEL]: name ?? '',
        [COMPOSITION_HASH_LABEL]: hash,
        ...labels,
      },
      annotations,
      ownerReferences: [controllerReference(composition)],
    },
    spec: { ...composition.spec, revision },
  };
}

/** The number of a revision; the latest has the highest. */
export function numberOf(revision: KubeObject): number {
  return Number(valueAt(revision.spec, 'revision') ?? 0);
}

/** The revision with the highest number. */
export function latestOf(revisions: KubeObject[]): KubeObject | undefined {
  return [...revisions].sort((a, b) => numberOf(b) - numberOf(a))[0];
}

/** A label's value has at most 63 characters. */
function hashOf(composition: KubeObject): string {
  const { labels = {}, annotations = {} } = composition.metadata;
  return createHash('sha256')
    .update(canonicalJson([labels, annotations, composition.spec]))
    .digest('hex')
    .slice(0, 63);
}
