import { invalid, type FieldError } from '../model/fieldErrors';
import { objectAt, type KubeObject } from '../model/objects';

/** What is about a cluster-scoped object is kept here. */
const DEFAULT_NAMESPACE = 'default';

/** An Event is kept beside what it is about. */
export function validateEvent(event: KubeObject): FieldError[] {
  const { namespace = '' } = objectAt(event.involvedObject);
  const isInPlace =
    namespace === ''
      ? event.metadata.namespace === DEFAULT_NAMESPACE
      : event.metadata.namespace === namespace;
  return isInPlace
    ? []
    : [
        invalid(
          'involvedObject.namespace',
          namespace,
          'does not match event.namespace',
        ),
      ];
}
