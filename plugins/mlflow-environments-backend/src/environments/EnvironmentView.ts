import {
  EnvironmentDetail,
  EnvironmentSummary,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { EnvironmentFacts } from '../permissions/resource';

/** The composite resource definition's default, for claims that were not defaulted yet. */
const DEFAULT_STAGE = 'dev';

/** One environment, made ready for every reader once for each change. Never changed after it is made. */
export interface EnvironmentView {
  detail: EnvironmentDetail;
  summary: EnvironmentSummary;
  /** What permissions are decided on. */
  facts: EnvironmentFacts;
  /** Lower case; what a search looks in. */
  searchText: string;
}

export function toView(detail: EnvironmentDetail): EnvironmentView {
  const { resources, conditions, compositionRevision, ...summary } = detail;
  const { cluster, namespace, name } = detail.ref;
  const { stage } = detail.parameters;
  return {
    detail,
    summary,
    facts: {
      cluster,
      namespace,
      stage: typeof stage === 'string' ? stage : DEFAULT_STAGE,
      owner: detail.owner,
    },
    searchText: `${name} ${namespace} ${detail.owner}`.toLocaleLowerCase(
      'en-US',
    ),
  };
}
