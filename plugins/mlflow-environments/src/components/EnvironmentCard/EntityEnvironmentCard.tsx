import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useEnvironment } from '../../hooks';
import { environmentOfEntity } from '../../lib/entityEnvironment';
import type { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import {
  EnvironmentCard,
  EnvironmentCardProblem,
  type EnvironmentCardProps,
} from './EnvironmentCard';

export interface EntityEnvironmentCardProps {
  resourcesHref?: string;
  /** The template that takes environments away. */
  decommissionHref?: string;
}

/** The card of the entity whose page this is. */
export function EntityEnvironmentCard({
  resourcesHref,
  decommissionHref,
}: EntityEnvironmentCardProps) {
  const { entity } = useEntity();
  const { ref, problem } = environmentOfEntity(entity);
  return ref ? (
    <LiveEnvironmentCard
      environmentRef={ref}
      resourcesHref={resourcesHref}
      decommissionHref={
        decommissionHref &&
        withAnswers(decommissionHref, {
          environment: stringifyEntityRef(entity),
        })
      }
    />
  ) : (
    <EnvironmentCardProblem problem={problem} />
  );
}

function LiveEnvironmentCard({
  environmentRef,
  ...links
}: Omit<EnvironmentCardProps, 'environment'> & {
  environmentRef: EnvironmentRef;
}) {
  const environment = useEnvironment(environmentRef);
  return <EnvironmentCard environment={environment} {...links} />;
}

/** A template with some questions answered already. */
function withAnswers(href: string, answers: Record<string, string>): string {
  return `${href}?formData=${encodeURIComponent(JSON.stringify(answers))}`;
}
