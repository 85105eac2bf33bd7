import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { mlflowEnvironmentsApiRef } from '../../api';
import { Loaded } from '../../components/Loaded';
import { useLoad } from '../../hooks';
import { readRemoval, type Removal } from '../../lib/removal';
import type { ConfirmedRemoval } from './ConfirmedRemoval';
import { EnvironmentRemoval } from './EnvironmentRemoval';

type FieldProps = FieldExtensionComponentProps<ConfirmedRemoval>;

/** `ui:field: MlflowEnvironmentRemoval`, of the environment that the field `environment` names. */
export function EnvironmentRemovalField(props: FieldProps) {
  const entityRef: unknown = props.formContext?.formData?.environment;
  return typeof entityRef === 'string' && entityRef !== '' ? (
    <KnownEnvironment key={entityRef} entityRef={entityRef} {...props} />
  ) : null;
}

function KnownEnvironment(props: FieldProps & { entityRef: string }) {
  const { entityRef, onChange } = props;
  const catalog = useApi(catalogApiRef);
  const environments = useApi(mlflowEnvironmentsApiRef);
  const removal = useLoad(
    useCallback(
      () => readRemoval({ catalog, environments }, entityRef),
      [catalog, environments, entityRef],
    ),
  );
  const [typed, setTyped] = useState(props.formData?.environmentID ?? '');
  const { value } = removal;
  const confirmed = value && confirmedBy(value, typed);
  const answer = JSON.stringify(confirmed ?? {});
  useEffect(() => {
    onChange(JSON.parse(answer));
  }, [answer, onChange]);
  return (
    <Loaded what="what would go" load={removal}>
      {loaded => (
        <EnvironmentRemoval
          id={props.idSchema?.$id}
          removal={loaded}
          typed={typed}
          disabled={props.disabled}
          onType={setTyped}
        />
      )}
    </Loaded>
  );
}

function confirmedBy(
  { environment, target }: Removal,
  typed: string,
): ConfirmedRemoval | undefined {
  const { namespace, name } = environment.ref;
  return typed === name
    ? { target: target.name, namespace, environmentID: name }
    : undefined;
}
