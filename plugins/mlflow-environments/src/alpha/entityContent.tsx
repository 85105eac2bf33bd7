import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { environmentContentRouteRef } from '../routes';
import { environmentEntityFilter } from './filter';

export const environmentEntityContent = EntityContentBlueprint.make({
  name: 'environment',
  params: {
    path: '/mlflow-environment',
    title: 'Environment',
    group: 'operation',
    routeRef: environmentContentRouteRef,
    filter: environmentEntityFilter,
    loader: () =>
      import('../components/EnvironmentTab').then(m => (
        <m.EntityEnvironmentTab />
      )),
  },
});
