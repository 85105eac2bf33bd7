import { CauseStep } from '../schema/openapi';
import { Facts, JudgedResource } from './types';

/** From the environment over whatever composites are between to the resource, or to the environment alone. */
export function pathTo(
  { parents, resources }: Facts,
  resource?: JudgedResource,
): CauseStep[] {
  const line = resource ? lineage(resource, resources) : [];
  const steps = line.map(({ ref, compositionResourceName }) => ({
    ...ref,
    ...(compositionResourceName && { compositionResourceName }),
  }));
  if (parents.length > 0) {
    return [...parents.map(({ ref }) => ({ ...ref })), ...steps];
  }
  // the environment is gone, its resources still name it
  const environment = line[0]?.object?.controller;
  if (!environment) return steps;
  const { uid, ...ref } = environment;
  return [ref, ...steps];
}

/** A resource and what controls it, the outermost first. Ends where owners go round in a circle. */
function lineage(
  resource: JudgedResource,
  resources: readonly JudgedResource[],
  below: readonly JudgedResource[] = [],
): JudgedResource[] {
  const line = [resource, ...below];
  const uid = resource.object?.controller?.uid;
  const owner = resources.find(
    candidate =>
      uid !== undefined &&
      candidate.object?.uid === uid &&
      !line.includes(candidate),
  );
  return owner ? lineage(owner, resources, line) : line;
}
