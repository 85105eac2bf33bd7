import { isObject, JsonObject, objectAt, stringAt } from '../json';
import { isTrue, KubeClient, KubeObject, refOf } from '../kube';
import {
  COMPOSITION_NAME_LABEL,
  COMPOSITION_REVISION_TYPE,
  COMPOSITION_TYPE,
  XRD_TYPE,
} from '../crossplane';
import { latestOf } from './revisions';
import { messageOf } from '../errors';

/** A composite, perhaps with a new reference, and the name it was changed to. */
export interface Selection {
  composite: KubeObject;
  selected?: string;
  /** Whether the definition's default decided. */
  isDefault?: boolean;
}

/** Chooses the composite's composition: the enforced one, its own reference, the default, or one that fits its selector. */
export async function selectComposition(
  client: KubeClient,
  composite: KubeObject,
  definitionName: string,
): Promise<Selection> {
  const definition = await client.get({ ...XRD_TYPE, name: definitionName });
  const current = referenceIn(composite, 'compositionRef');
  const enforced = stringAt(definition.spec, 'enforcedCompositionRef', 'name');
  const fallback = stringAt(definition.spec, 'defaultCompositionRef', 'name');
  const selector = crossplaneIn(composite).compositionSelector;
  const wanted =
    enforced ??
    current ??
    (isObject(selector) ? undefined : fallback) ??
    (await firstFitting(client, composite));
  if (wanted === current) {
    return { composite };
  }
  return {
    composite: await choose(client, composite, {
      compositionRef: { name: wanted },
    }),
    selected: wanted,
    isDefault: wanted === fallback && wanted !== enforced,
  };
}

/**
 * Chooses and fetches the composite's composition revision: the latest that fits its
 * selector or the definition's, or with update policy Manual the one it has or the latest.
 * Throws in Crossplane's words.
 */
export async function selectRevision(
  client: KubeClient,
  composite: KubeObject,
  definitionName: string,
): Promise<Selection & { revision: KubeObject }> {
  const crossplane = crossplaneIn(composite);
  const isManual = crossplane.compositionUpdatePolicy === 'Manual';
  const current = referenceIn(composite, 'compositionRevisionRef');
  if (current && isManual) {
    const revision = await client
      .get({ ...COMPOSITION_REVISION_TYPE, name: current })
      .catch(wrap('cannot get CompositionRevision'));
    return { composite, revision };
  }
  const name = referenceIn(composite, 'compositionRef') ?? '';
  await client
    .get({ ...COMPOSITION_TYPE, name })
    .catch(wrap('cannot get Composition'));
  const fallback = current
    ? undefined
    : await defaultRevisionSelector(client, composite, definitionName);
  const selector = fallback ?? crossplane.compositionRevisionSelector;
  const labels = {
    ...(!isManual && objectAt(selector, 'matchLabels')),
    [COMPOSITION_NAME_LABEL]: name,
  };
  const { items } = await client.list(COMPOSITION_REVISION_TYPE, {
    labelSelector: selectorOf(labels),
  });
  const revision = latestOf(items);
  if (!revision) {
    throw new Error('no compatible CompositionRevisions found');
  }
  const wanted = refOf(revision).name;
  if (wanted === current) {
    return { composite, revision };
  }
  return {
    composite: await choose(client, composite, {
      compositionRevisionRef: { name: wanted },
      ...(fallback && { compositionRevisionSelector: fallback }),
    }),
    revision,
    selected: wanted,
    isDefault: fallback !== undefined,
  };
}

/** The definition's selector, for a composite that says nothing of revisions. */
async function defaultRevisionSelector(
  client: KubeClient,
  composite: KubeObject,
  definitionName: string,
): Promise<JsonObject | undefined> {
  if (isObject(crossplaneIn(composite).compositionRevisionSelector)) {
    return undefined;
  }
  const { spec } = await client.get({ ...XRD_TYPE, name: definitionName });
  const selector = spec?.defaultCompositionRevisionSelector;
  return isObject(selector) ? selector : undefined;
}

/** Throws unless the revision's functions can all be called. */
export function requireValidPipeline(revision: KubeObject): void {
  if (!isTrue(revision, 'ValidPipeline')) {
    throw new Error(
      `selected CompositionRevision ${revision.metadata.name} does not have a valid function pipeline: pipeline status unknown`,
    );
  }
}

async function firstFitting(
  client: KubeClient,
  composite: KubeObject,
): Promise<string> {
  const labels = objectAt(
    crossplaneIn(composite),
    'compositionSelector',
    'matchLabels',
  );
  const { items } = await client.list(COMPOSITION_TYPE, {
    labelSelector: selectorOf(labels),
  });
  const fitting = items.find(
    ({ spec }) =>
      stringAt(spec, 'compositeTypeRef', 'kind') === composite.kind &&
      stringAt(spec, 'compositeTypeRef', 'apiVersion') === composite.apiVersion,
  );
  if (!fitting) {
    throw new Error('no compatible Compositions found');
  }
  return refOf(fitting).name;
}

function choose(
  client: KubeClient,
  composite: KubeObject,
  crossplane: JsonObject,
): Promise<KubeObject> {
  const { resourceVersion } = composite.metadata;
  return client.merge(refOf(composite), {
    metadata: { resourceVersion },
    spec: { crossplane },
  });
}

function crossplaneIn(composite: KubeObject) {
  return objectAt(composite.spec, 'crossplane');
}

function referenceIn(composite: KubeObject, field: string) {
  return stringAt(crossplaneIn(composite), field, 'name');
}

function selectorOf(labels: object): string | undefined {
  const terms = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return terms.length > 0 ? terms.join(',') : undefined;
}

function wrap(what: string) {
  return (error: unknown): never => {
    throw new Error(`${what}: ${messageOf(error)}`);
  };
}
