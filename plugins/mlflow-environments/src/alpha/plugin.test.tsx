import {
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import { mlflowEnvironmentsApiRef } from '../api';
import {
  decommissionEnvironmentRouteRef,
  environmentContentRouteRef,
  environmentsRouteRef,
} from '../routes';
import { fakeApi } from '../__testUtils__/apis';
import { aFailedEnvironment, anEntity } from '../__testUtils__/environments';
import { environmentEntityCard } from './entityCard';
import { environmentEntityContent } from './entityContent';
import {
  environmentNameFormField,
  environmentPreviewFormField,
  environmentRemovalFormField,
  environmentTargetFormField,
} from './formFields';
import plugin from '.';
import { environmentsPage } from './page';

const entity = anEntity('sandbox/team-a/churn');
const others = [
  anEntity(),
  { ...entity, kind: 'Component' },
  { ...entity, spec: { type: 'database' } },
];

describe('the plugin', () => {
  it('offers its page in the navigation', () => {
    expect(plugin.id).toBe('mlflow-environments');
    const page = createExtensionTester(environmentsPage);
    expect(page.get(coreExtensionData.routePath)).toBe('/mlflow-environments');
    expect(page.get(coreExtensionData.routeRef)).toBe(environmentsRouteRef);
  });

  it('shows the page', async () => {
    renderInTestApp(createExtensionTester(environmentsPage).reactElement(), {
      apis: [[mlflowEnvironmentsApiRef, fakeApi()]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    });
    expect(
      await screen.findByRole('row', { name: /churn/ }),
    ).toBeInTheDocument();
  });

  it.each([
    [
      'card',
      createExtensionTester(environmentEntityCard).get(
        EntityCardBlueprint.dataRefs.filterFunction,
      ),
    ],
    [
      'tab',
      createExtensionTester(environmentEntityContent).get(
        EntityContentBlueprint.dataRefs.filterFunction,
      ),
    ],
  ])('shows the %s on environments alone', (_, filter) => {
    expect(filter?.(entity)).toBe(true);
    expect(others.filter(other => filter?.(other))).toEqual([]);
  });

  it('leads from the card to the tab', async () => {
    renderInTestApp(
      <EntityProvider entity={entity}>
        {createExtensionTester(environmentEntityCard).reactElement()}
      </EntityProvider>,
      {
        apis: [
          [
            mlflowEnvironmentsApiRef,
            fakeApi({ getEnvironment: async () => aFailedEnvironment() }),
          ],
        ],
        mountedRoutes: {
          '/here/mlflow-environment': environmentContentRouteRef,
        },
      },
    );
    expect(
      await screen.findByRole('link', { name: 'See its resources' }),
    ).toHaveAttribute('href', '/here/mlflow-environment');
  });

  it('leads from the card to the template that takes the environment away', async () => {
    renderInTestApp(
      <EntityProvider entity={entity}>
        {createExtensionTester(environmentEntityCard).reactElement()}
      </EntityProvider>,
      {
        apis: [[mlflowEnvironmentsApiRef, fakeApi()]],
        mountedRoutes: {
          '/create/templates/:namespace/:templateName':
            decommissionEnvironmentRouteRef,
        },
      },
    );
    expect(
      await screen.findByRole('button', { name: 'Decommission' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(
        /^\/create\/templates\/default\/decommission-mlflow-environment\?formData=/,
      ),
    );
  });

  it('shows the tab', async () => {
    renderInTestApp(
      <EntityProvider entity={entity}>
        {createExtensionTester(environmentEntityContent).reactElement()}
      </EntityProvider>,
      { apis: [[mlflowEnvironmentsApiRef, fakeApi()]] },
    );
    expect(
      await screen.findByRole('tab', { name: 'Resources' }),
    ).toBeInTheDocument();
  });

  it('has the fields of the templates', async () => {
    const { formFieldLoader } = FormFieldBlueprint.dataRefs;
    const fields = await Promise.all([
      createExtensionTester(environmentNameFormField).get(formFieldLoader)(),
      createExtensionTester(environmentTargetFormField).get(formFieldLoader)(),
      createExtensionTester(environmentPreviewFormField).get(formFieldLoader)(),
      createExtensionTester(environmentRemovalFormField).get(formFieldLoader)(),
    ]);
    expect(fields).toMatchObject([
      { name: 'MlflowEnvironmentName' },
      { name: 'MlflowEnvironmentTarget' },
      { name: 'MlflowEnvironmentPreview' },
      { name: 'MlflowEnvironmentRemoval' },
    ]);
  });
});
