import type { ISecurityContext } from 'kubernetes-models/v1';

/** What is the same for every container: nothing it could do but its work. */
export const RESTRICTED: ISecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
