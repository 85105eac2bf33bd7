import { invalid, required, type FieldError } from '../model/fieldErrors';
import {
  deepEqual,
  isJsonObject,
  objectAt,
  type JsonObject,
  type JsonValue,
  type KubeObject,
} from '../model/objects';

function listAt(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** An image without a fixed tag is pulled anew each time. */
function pullPolicy({ image }: JsonObject): string {
  const name = String(image ?? '');
  const tag = /:([^/:@]+)(@.*)?$/.exec(name)?.[1];
  const isFixed = name.includes('@') || (tag !== undefined && tag !== 'latest');
  return isFixed ? 'IfNotPresent' : 'Always';
}

function completePodSpec(spec: JsonObject): JsonObject {
  const completed: JsonObject = { ...spec };
  for (const field of ['containers', 'initContainers']) {
    if (!Array.isArray(spec[field])) continue;
    completed[field] = listAt(spec[field]).map(container => ({
      imagePullPolicy: pullPolicy(container),
      ...container,
    }));
  }
  return completed;
}

/** Fills in what depends on other fields of the pod template. */
export function prepareWorkload(object: KubeObject): KubeObject {
  const spec = objectAt(object.spec);
  const template = objectAt(spec.template);
  const podSpec = objectAt(template.spec);
  return {
    ...object,
    spec: {
      ...spec,
      template: { ...template, spec: completePodSpec(podSpec) },
    },
    status: objectAt(object.status),
  };
}

export function preparePod(object: KubeObject, old?: KubeObject): KubeObject {
  return {
    ...object,
    spec: {
      enableServiceLinks: true,
      ...completePodSpec(objectAt(object.spec)),
    },
    status: old ? old.status : { phase: 'Pending' },
  };
}

export function validateWorkload(
  object: KubeObject,
  old?: KubeObject,
): FieldError[] {
  const errors: FieldError[] = [];
  const spec = objectAt(object.spec);
  const { labels } = objectAt(spec.template, 'metadata');
  const wanted = Object.entries(objectAt(spec.selector).matchLabels ?? {});
  const isMatch =
    wanted.length > 0 &&
    wanted.every(([key, value]) => objectAt(labels)[key] === value);
  if (spec.selector === undefined) errors.push(required('spec.selector'));
  if (!isMatch) {
    errors.push(
      invalid(
        'spec.template.metadata.labels',
        labels,
        '`selector` does not match template `labels`',
      ),
    );
  }
  if (listAt(objectAt(spec.template, 'spec').containers).length === 0) {
    errors.push(required('spec.template.spec.containers'));
  }
  if (old && !deepEqual(spec.selector, objectAt(old.spec).selector)) {
    errors.push(invalid('spec.selector', spec.selector, 'field is immutable'));
  }
  return errors;
}
