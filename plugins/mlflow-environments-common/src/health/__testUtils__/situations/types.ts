import { EnvironmentStatus, ResourceStatus } from '../../../schema/openapi';
import { EnvironmentObservation } from '../../types';

/** What is expected of a situation; `cause` names the last step of the path. */
export interface Expectation {
  status: EnvironmentStatus;
  cause?: string;
  message?: RegExp;
  hint?: RegExp;
  since?: string;
  changing?: true;
  reconcileError?: string;
  resource?: ResourceStatus;
}

export type Situation = [
  name: string,
  observation: Omit<EnvironmentObservation, 'resources'> & {
    resources?: EnvironmentObservation['resources'];
  },
  expected: Expectation,
];
