import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityEnvironmentCard } from '../components/EnvironmentCard';
import {
  decommissionEnvironmentRouteRef,
  environmentContentRouteRef,
} from '../routes';

/** The card, with ways to the tab and to the template that takes the environment away where the app has them. */
export function RoutedEnvironmentCard() {
  const contentLink = useRouteRef(environmentContentRouteRef);
  const decommissionLink = useRouteRef(decommissionEnvironmentRouteRef);
  return (
    <EntityEnvironmentCard
      resourcesHref={contentLink?.()}
      decommissionHref={decommissionLink?.({
        namespace: 'default',
        templateName: 'decommission-mlflow-environment',
      })}
    />
  );
}
