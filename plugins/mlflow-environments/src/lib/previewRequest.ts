import type { JsonObject, JsonValue } from '@backstage/types';
import type { PreviewRequest } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** The answers of the wizard that go into the claim's `spec.parameters`. */
const PARAMETERS = [
  'environmentID',
  'region',
  'deletionPolicy',
  'stage',
  'owner',
  'costCenter',
  'database',
  'artifacts',
  'server',
  'observability',
  'reclaim',
];

/** What the wizard's answers so far ask for; what was left empty is not asked for. */
export function previewRequestOf(formData: JsonObject): PreviewRequest {
  const { target, namespace } = formData;
  const parameters = PARAMETERS.flatMap(key => {
    const value = withoutBlanks(formData[key]);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...(typeof target === 'string' && target !== '' && { target }),
    namespace: typeof namespace === 'string' ? namespace : '',
    parameters: Object.fromEntries(parameters),
  };
}

function withoutBlanks(value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null || value === '') {
    return undefined;
  }
  if (Array.isArray(value) || typeof value !== 'object') {
    return value;
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = withoutBlanks(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
