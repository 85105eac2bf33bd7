import { useEntity } from '@backstage/plugin-catalog-react';
import { useEnvironment } from '../../hooks';
import { environmentOfEntity } from '../../lib/entityEnvironment';
import type { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentCard, EnvironmentCardProblem } from './EnvironmentCard';

export interface EntityEnvironmentCardProps {
  resourcesHref?: string;
}

/** The card of the entity whose page this is. */
export function EntityEnvironmentCard({
  resourcesHref,
}: EntityEnvironmentCardProps) {
  const { entity } = useEntity();
  const { ref, problem } = environmentOfEntity(entity);
  return ref ? (
    <LiveEnvironmentCard environmentRef={ref} resourcesHref={resourcesHref} />
  ) : (
    <EnvironmentCardProblem problem={problem} />
  );
}

function LiveEnvironmentCard(props: {
  environmentRef: EnvironmentRef;
  resourcesHref?: string;
}) {
  const environment = useEnvironment(props.environmentRef);
  return (
    <EnvironmentCard
      environment={environment}
      resourcesHref={props.resourcesHref}
    />
  );
}
