import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { environmentEntityFilter } from './filter';

export const environmentEntityCard = EntityCardBlueprint.make({
  name: 'environment',
  params: {
    type: 'content',
    filter: environmentEntityFilter,
    loader: () =>
      import('./RoutedEnvironmentCard').then(m => <m.RoutedEnvironmentCard />),
  },
});
