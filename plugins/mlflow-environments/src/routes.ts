import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/core-plugin-api';

export const environmentsRouteRef = createRouteRef({
  id: 'mlflow-environments',
});

export const environmentContentRouteRef = createRouteRef({
  id: 'mlflow-environments/entity-content',
});

export const createEnvironmentRouteRef = createExternalRouteRef({
  id: 'mlflow-environments/create',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});

export const decommissionEnvironmentRouteRef = createExternalRouteRef({
  id: 'mlflow-environments/decommission',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
