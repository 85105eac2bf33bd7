import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { ownerEntity } from '../../lib/owner';

export interface OwnerLinkProps {
  /** A full entity ref, or `unknown`. */
  owner: string;
}

export function OwnerLink({ owner }: OwnerLinkProps) {
  const entity = ownerEntity(owner);
  return entity ? (
    <EntityRefLink entityRef={entity} defaultKind="Group" hideIcon />
  ) : (
    <>{owner}</>
  );
}
