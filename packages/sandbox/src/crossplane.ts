/** Names that Crossplane gives meaning to. */
export const COMPOSITE_LABEL = 'crossplane.io/composite';
export const RESOURCE_NAME_ANNOTATION =
  'crossplane.io/composition-resource-name';
export const PAUSED_ANNOTATION = 'crossplane.io/paused';
export const COMPOSITION_NAME_LABEL = 'crossplane.io/composition-name';
export const COMPOSITION_HASH_LABEL = 'crossplane.io/composition-hash';
export const PACKAGE_LABEL = 'pkg.crossplane.io/package';
export const COMPOSITE_FINALIZER = 'composite.apiextensions.crossplane.io';
/** Owns what the reconciler writes on composites. */
export const COMPOSITE_FIELD_MANAGER = 'apiextensions.crossplane.io/composite';
/** Owns what the reconciler writes on composed resources, followed by a hash of the composite. */
export const COMPOSED_FIELD_MANAGER = 'apiextensions.crossplane.io/composed';

export const XRD_TYPE = {
  apiVersion: 'apiextensions.crossplane.io/v2',
  kind: 'CompositeResourceDefinition',
};
export const COMPOSITION_TYPE = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'Composition',
};
export const COMPOSITION_REVISION_TYPE = {
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'CompositionRevision',
};
export const FUNCTION_REVISION_TYPE = {
  apiVersion: 'pkg.crossplane.io/v1',
  kind: 'FunctionRevision',
};
export const EXTERNAL_NAME_ANNOTATION = 'crossplane.io/external-name';
export const MANAGED_FINALIZER = 'finalizer.managedresource.crossplane.io';
