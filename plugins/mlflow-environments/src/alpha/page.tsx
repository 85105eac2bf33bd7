import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { environmentsRouteRef } from '../routes';

export const environmentsPage = PageBlueprint.make({
  params: {
    path: '/mlflow-environments',
    routeRef: environmentsRouteRef,
    loader: () =>
      import('./RoutedEnvironmentsPage').then(m => (
        <m.RoutedEnvironmentsPage />
      )),
  },
});
