import {
  parseEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';
import { humanizeEntityRef } from '@backstage/plugin-catalog-react';

/** The entity an owner refers to; none when the owner isn't known. */
export function ownerEntity(owner: string): CompoundEntityRef | undefined {
  try {
    return parseEntityRef(owner);
  } catch {
    return undefined;
  }
}

/** An owner as people say it: a group of the default namespace by its name alone. */
export function ownerName(owner: string): string {
  const entity = ownerEntity(owner);
  return entity ? humanizeEntityRef(entity, { defaultKind: 'group' }) : owner;
}
