import { TemplateActionOptions } from '@backstage/plugin-scaffolder-node';

type Fields = NonNullable<
  NonNullable<TemplateActionOptions['schema']>['input']
>;

/** The zod that the scaffolder hands to schemas: types of another copy of it wouldn't fit. */
export type Zod = Parameters<Fields[string]>[0];
