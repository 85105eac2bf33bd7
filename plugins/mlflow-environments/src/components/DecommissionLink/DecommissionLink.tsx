import { LinkButton } from '@backstage/core-components';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  environmentDeletePermission,
  formatEnvironmentRef,
  type EnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

export interface DecommissionLinkProps {
  environmentRef: EnvironmentRef;
  href: string;
}

/** The way to take an environment away, for those who may. */
export function DecommissionLink(props: DecommissionLinkProps) {
  const { environmentRef, href } = props;
  const { allowed } = usePermission({
    permission: environmentDeletePermission,
    resourceRef: formatEnvironmentRef(environmentRef),
  });
  return allowed ? (
    <div>
      <LinkButton to={href} variant="outlined" size="small">
        Decommission
      </LinkButton>
    </div>
  ) : null;
}
