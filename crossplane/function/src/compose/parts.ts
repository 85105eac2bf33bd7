import { Environment } from '../environment';
import { Observed } from '../kubernetes';
import { artifactParts } from './artifacts';
import { databaseParts, Remembered } from './database';
import { disruptionParts } from './disruption';
import { exposureParts } from './exposure';
import { identityParts } from './identity';
import { monitoringParts } from './monitoring';
import { Part } from './part';
import { serverParts } from './server';

/** The parts behind one condition of the environment. */
export interface PartGroup {
  condition:
    | 'DatabaseReady'
    | 'ArtifactsReady'
    | 'IdentityReady'
    | 'ServerReady';
  /** What the group is called in a sentence. */
  title: string;
  parts: Part[];
}

/** Everything an environment consists of, in the order of the plan. */
export function partGroups(
  environment: Environment,
  observed: Observed,
  remembered: Remembered,
): PartGroup[] {
  return [
    {
      condition: 'DatabaseReady',
      title: 'The database',
      parts: databaseParts(environment, observed, remembered),
    },
    {
      condition: 'ArtifactsReady',
      title: 'The artifact bucket',
      parts: artifactParts(environment),
    },
    {
      condition: 'IdentityReady',
      title: "The server's access to its bucket",
      parts: identityParts(environment),
    },
    {
      condition: 'ServerReady',
      title: 'The server',
      parts: [
        ...serverParts(environment, observed),
        ...exposureParts(environment),
        ...monitoringParts(environment),
        ...disruptionParts(environment),
      ],
    },
  ];
}
