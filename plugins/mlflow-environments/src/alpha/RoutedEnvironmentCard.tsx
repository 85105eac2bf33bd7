import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityEnvironmentCard } from '../components/EnvironmentCard';
import { environmentContentRouteRef } from '../routes';

/** The card, with a way to the tab where the app has one. */
export function RoutedEnvironmentCard() {
  const contentLink = useRouteRef(environmentContentRouteRef);
  return <EntityEnvironmentCard resourcesHref={contentLink?.()} />;
}
