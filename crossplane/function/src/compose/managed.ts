import { Environment } from '../environment';
import { CompositionResourceName } from './names';
import { Identity, objectOf, Part } from './part';

export const EXTERNAL_NAME = 'crossplane.io/external-name';

/** Everything but Delete: the external resource outlives the managed one. */
const KEEP_EXTERNAL = ['Observe', 'Create', 'Update', 'LateInitialize'];
const MANAGE_FULLY = ['*'];

/** A reference to another managed resource in the same namespace. */
export interface Reference {
  name: string;
}

/** What a managed resource of one kind is made from. */
export interface ManagedResource<ForProvider extends object> {
  name: CompositionResourceName;
  identity: Identity;
  provider: 'atlas' | 'aws';
  forProvider: ForProvider;
  waitsFor?: CompositionResourceName[];
  /** Kept by the `crossplane.io/external-name` annotation. */
  externalName?: string;
  /** Data is kept under deletionPolicy Orphan; everything else always goes. */
  holdsData?: boolean;
  writeConnectionSecretToRef?: Reference;
}

/** Makes the part for a managed resource. */
export function managedPart<ForProvider extends object>(
  environment: Environment,
  resource: ManagedResource<ForProvider>,
): Part {
  const { name, identity, provider, forProvider, externalName } = resource;
  const { settings, parameters } = environment;
  const holdsData = resource.holdsData ?? false;
  const retained = holdsData && parameters.deletionPolicy === 'Orphan';
  return {
    name,
    identity,
    waitsFor: resource.waitsFor ?? [],
    externalName,
    holdsData,
    desired: objectOf(
      environment,
      identity,
      {
        spec: {
          managementPolicies: retained ? KEEP_EXTERNAL : MANAGE_FULLY,
          providerConfigRef: settings[provider].providerConfig,
          forProvider,
          ...(resource.writeConnectionSecretToRef && {
            writeConnectionSecretToRef: resource.writeConnectionSecretToRef,
          }),
        },
      },
      externalName ? { [EXTERNAL_NAME]: externalName } : {},
    ),
  };
}
