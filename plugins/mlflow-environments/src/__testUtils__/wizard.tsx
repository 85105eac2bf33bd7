import type { ComponentProps } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import { mlflowEnvironmentsApiRef, type MlflowEnvironmentsApi } from '../api';

export interface WizardOptions {
  api: MlflowEnvironmentsApi;
  /** The questions of the only step. */
  properties: JsonObject;
  fields: ComponentProps<typeof Stepper>['extensions'];
  answers?: Record<string, JsonValue>;
  /** What the catalog has. */
  entities?: Entity[];
}

/** The scaffolder's own wizard with one step and its review. */
export function renderWizard(options: WizardOptions): { onCreate: jest.Mock } {
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        manifest={{
          title: 'Create',
          steps: [
            {
              title: 'Step',
              schema: { type: 'object', properties: options.properties },
            },
          ],
        }}
        extensions={options.fields}
        initialState={options.answers ?? {}}
        onCreate={onCreate}
      />
    </SecretsContextProvider>,
    {
      apis: [
        [mlflowEnvironmentsApiRef, options.api],
        [catalogApiRef, catalogApiMock({ entities: options.entities ?? [] })],
      ],
    },
  );
  return { onCreate };
}
