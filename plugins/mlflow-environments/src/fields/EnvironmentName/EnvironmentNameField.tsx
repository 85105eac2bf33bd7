import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useNameCheck } from '../../hooks';
import { EnvironmentName } from './EnvironmentName';

/** `ui:field: MlflowEnvironmentName` */
export function EnvironmentNameField(
  props: FieldExtensionComponentProps<string>,
) {
  const { formData = '', schema, onChange } = props;
  const verdict = useNameCheck(formData);
  return (
    <EnvironmentName
      id={props.idSchema?.$id}
      label={schema.title ?? 'Name'}
      description={schema.description}
      value={formData}
      verdict={verdict}
      required={props.required}
      disabled={props.disabled}
      errors={props.rawErrors}
      onChange={value => onChange(value === '' ? undefined : value)}
    />
  );
}
