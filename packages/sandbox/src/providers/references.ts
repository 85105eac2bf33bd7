import { messageOf } from '../errors';
import { JsonObject, objectAt, stringAt } from '../json';
import { groupOf, isNotFound, KubeClient, KubeObject } from '../kube';
import { ManagedKind, Reference } from './managedKind';

/**
 * The members of `forProvider` that references fill and that aren't filled yet.
 * Throws in crossplane-runtime's words where one leads nowhere so far.
 */
export async function resolveReferences(
  client: KubeClient,
  kind: ManagedKind,
  object: KubeObject,
): Promise<JsonObject> {
  const resolved: JsonObject = {};
  const forProvider = objectAt(object.spec, 'forProvider');
  for (const reference of kind.references) {
    const { field, refField } = reference;
    const name = stringAt(forProvider, refField, 'name');
    if (name && !stringAt(forProvider, field)) {
      const path = `mg.Spec.ForProvider.${goName(field)}`;
      resolved[field] = await resolve(client, object, reference, name).catch(
        error => {
          throw new Error(
            `cannot resolve references: ${path}: ${messageOf(error)}`,
          );
        },
      );
    }
  }
  return resolved;
}

async function resolve(
  client: KubeClient,
  object: KubeObject,
  { target, value }: Reference,
  name: string,
): Promise<string> {
  const { apiVersion, kind, plural } = target;
  const { namespace } = object.metadata;
  const found = await client
    .get({ apiVersion, kind, name, namespace })
    .catch(error => {
      throw new Error(
        isNotFound(error)
          ? `cannot get referenced resource: ${plural}.${groupOf(
              apiVersion,
            )} "${name}" not found`
          : `cannot get referenced resource: ${messageOf(error)}`,
      );
    });
  const resolved = stringAt(found.status, 'atProvider', value);
  if (!resolved) {
    throw new Error(
      'referenced field was empty (referenced resource may not yet be ready)',
    );
  }
  return resolved;
}

/** `projectId` as Go code calls it: `ProjectID`. */
function goName(field: string): string {
  const name = `${field[0].toUpperCase()}${field.slice(1)}`;
  return name.replace(/Id$/, 'ID');
}
