import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import LayersIcon from '@material-ui/icons/Layers';
import {
  createEnvironmentRouteRef,
  decommissionEnvironmentRouteRef,
  environmentsRouteRef,
} from '../routes';
import { environmentsApi } from './api';
import { environmentEntityCard } from './entityCard';
import { environmentEntityContent } from './entityContent';
import {
  environmentNameFormField,
  environmentPreviewFormField,
  environmentRemovalFormField,
  environmentTargetFormField,
} from './formFields';
import { environmentsPage } from './page';

/**
 * MLflow environments in a Backstage app: a page with all of them, a card and a tab on their
 * entities, and the fields of the templates that create and remove them.
 *
 * @alpha
 */
export const mlflowEnvironmentsPlugin = createFrontendPlugin({
  pluginId: 'mlflow-environments',
  title: 'MLflow environments',
  icon: <LayersIcon fontSize="inherit" />,
  info: { packageJson: () => import('../../package.json') },
  routes: { root: environmentsRouteRef },
  externalRoutes: {
    createEnvironment: createEnvironmentRouteRef,
    decommissionEnvironment: decommissionEnvironmentRouteRef,
  },
  extensions: [
    environmentsApi,
    environmentsPage,
    environmentEntityCard,
    environmentEntityContent,
    environmentNameFormField,
    environmentTargetFormField,
    environmentPreviewFormField,
    environmentRemovalFormField,
  ],
});
