import {
  parseEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';

/** The entity an owner refers to; none when the owner isn't known. */
export function ownerEntity(owner: string): CompoundEntityRef | undefined {
  try {
    return parseEntityRef(owner);
  } catch {
    return undefined;
  }
}
