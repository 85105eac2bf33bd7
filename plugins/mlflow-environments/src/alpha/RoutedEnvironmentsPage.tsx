import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EnvironmentsPage } from '../components/EnvironmentsPage';
import { createEnvironmentRouteRef } from '../routes';

/** The page, with a way to the template that creates an environment where the app has one. */
export function RoutedEnvironmentsPage() {
  const createLink = useRouteRef(createEnvironmentRouteRef);
  return (
    <EnvironmentsPage
      createHref={createLink?.({
        namespace: 'default',
        templateName: 'create-mlflow-environment',
      })}
    />
  );
}
