import { useCallback, useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { mlflowEnvironmentsApiRef } from '../../api';
import { Loaded } from '../../components/Loaded';
import { useLoad } from '../../hooks';
import { EnvironmentTarget } from './EnvironmentTarget';

/** `ui:field: MlflowEnvironmentTarget` */
export function EnvironmentTargetField(
  props: FieldExtensionComponentProps<string>,
) {
  const { formData, schema, onChange } = props;
  const api = useApi(mlflowEnvironmentsApiRef);
  const targets = useLoad(useCallback(() => api.listTargets(), [api]));
  const preselected = defaultOf(targets.value?.map(({ name }) => name));
  useEffect(() => {
    if (!formData && preselected) onChange(preselected);
  }, [formData, preselected, onChange]);
  return (
    <Loaded what="where environments can run" load={targets}>
      {value => (
        <EnvironmentTarget
          id={props.idSchema?.$id}
          label={schema.title ?? 'Target'}
          description={schema.description}
          targets={value}
          value={formData}
          required={props.required}
          disabled={props.disabled}
          onChange={onChange}
        />
      )}
    </Loaded>
  );
}

/** The one to begin with where there is a choice. A single one goes without saying. */
function defaultOf(names: string[] = []): string | undefined {
  return names.length > 1 ? names[0] : undefined;
}
