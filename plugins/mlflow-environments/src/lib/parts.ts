import type {
  Condition,
  ResourceStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** The parts of an environment, in the order in which they come up. */
export const PARTS = [
  { id: 'database', title: 'Database', condition: 'DatabaseReady' },
  { id: 'artifacts', title: 'Artifacts', condition: 'ArtifactsReady' },
  { id: 'identity', title: 'Identity', condition: 'IdentityReady' },
  { id: 'server', title: 'Server', condition: 'ServerReady' },
  { id: 'other', title: 'Other resources', condition: undefined },
] as const;

export type PartId = (typeof PARTS)[number]['id'];

export interface PartOf<T> {
  id: PartId;
  title: string;
  resources: T[];
}

const PREFIXES: ReadonlyArray<[string, PartId]> = [
  ['atlas-', 'database'],
  ['artifact-', 'artifacts'],
  ['server-', 'identity'],
  ['mlflow-', 'server'],
];

/** The part a composed resource belongs to, told by its name within the composition. */
export function partOf(compositionResourceName: string | undefined): PartId {
  const known = PREFIXES.find(([prefix]) =>
    compositionResourceName?.startsWith(prefix),
  );
  return known ? known[1] : 'other';
}

/** Resources by part, empty parts left out, the order within a part kept. */
export function groupByPart<T extends { compositionResourceName?: string }>(
  resources: readonly T[],
): PartOf<T>[] {
  return PARTS.map(({ id, title }) => ({
    id,
    title,
    resources: resources.filter(
      resource => partOf(resource.compositionResourceName) === id,
    ),
  })).filter(part => part.resources.length > 0);
}

const WORST_FIRST: readonly ResourceStatus[] = [
  'Failed',
  'Deleting',
  'Paused',
  'Unknown',
  'Missing',
  'Progressing',
  'Ready',
];

/** The status that says most about a group of resources: the worst of them. */
export function worstStatus(
  resources: ReadonlyArray<{ status: ResourceStatus }>,
): ResourceStatus {
  return (
    WORST_FIRST.find(status =>
      resources.some(resource => resource.status === status),
    ) ?? 'Unknown'
  );
}

/** The composite resource's own condition about a part, when the composition sets one. */
export function conditionOfPart(
  part: PartId,
  conditions: readonly Condition[],
): Condition | undefined {
  const type = PARTS.find(({ id }) => id === part)?.condition;
  return type && conditions.find(condition => condition.type === type);
}
