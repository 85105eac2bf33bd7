import { useCallback, useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { mlflowEnvironmentsApiRef } from '../../api';
import { Loaded } from '../../components/Loaded';
import { useDebounced, useLoad } from '../../hooks';
import { previewRequestOf } from '../../lib/previewRequest';
import { EnvironmentPreview } from './EnvironmentPreview';

const CHANGE_PAUSE_MS = 200;

/**
 * `ui:field: MlflowEnvironmentPreview`. Its value is the claim's path: a form only validates what
 * has a value.
 */
export function EnvironmentPreviewField(
  props: FieldExtensionComponentProps<string>,
) {
  const { formContext, formData, onChange } = props;
  const api = useApi(mlflowEnvironmentsApiRef);
  const answers = JSON.stringify(previewRequestOf(formContext?.formData ?? {}));
  const request = useDebounced(answers, CHANGE_PAUSE_MS);
  const preview = useLoad(
    useCallback(() => api.createPreview(JSON.parse(request)), [api, request]),
    { keepValue: true },
  );
  const claimPath = preview.value?.claimPath;
  useEffect(() => {
    if (claimPath && claimPath !== formData) onChange(claimPath);
  }, [claimPath, formData, onChange]);
  return (
    <Loaded what="the preview" load={preview}>
      {value => <EnvironmentPreview preview={value} />}
    </Loaded>
  );
}
