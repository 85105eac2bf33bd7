import { randomBytes, randomUUID } from 'node:crypto';
import {
  forbidden,
  invalid,
  required,
  type FieldError,
} from '../model/fieldErrors';
import { metaTime, type KubeObject, type ObjectMeta } from '../model/objects';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SERVICE_MESSAGE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const VALUE_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART_MESSAGE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

interface NameRule {
  pattern: RegExp;
  max: number;
  message: string;
}

const subdomainName: NameRule = {
  pattern: SUBDOMAIN,
  max: 253,
  message: SUBDOMAIN_MESSAGE,
};

const nameRules: { [kind: string]: NameRule } = {
  Namespace: { pattern: DNS_LABEL, max: 63, message: LABEL_MESSAGE },
  Service: { pattern: SERVICE_NAME, max: 63, message: SERVICE_MESSAGE },
  ClusterRole: {
    pattern: /^[^/%]+$/,
    max: 253,
    message: "may not contain '/' or '%'",
  },
  ClusterRoleBinding: {
    pattern: /^[^/%]+$/,
    max: 253,
    message: "may not contain '/' or '%'",
  },
  Role: {
    pattern: /^[^/%]+$/,
    max: 253,
    message: "may not contain '/' or '%'",
  },
  RoleBinding: {
    pattern: /^[^/%]+$/,
    max: 253,
    message: "may not contain '/' or '%'",
  },
};

const RANDOM_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A name from `generateName`: five random characters appended, at most 63 in all. */
export function generateName(base: string): string {
  const suffix = [...randomBytes(5)]
    .map(byte => RANDOM_CHARACTERS[byte % RANDOM_CHARACTERS.length])
    .join('');
  return base.slice(0, 58) + suffix;
}

/** `metadata` of a new object: what the server alone decides is decided anew. */
export function newMetadata(
  meta: ObjectMeta,
  options: { namespace: string; name: string; now: Date },
): ObjectMeta {
  const {
    deletionTimestamp: _deletionTimestamp,
    deletionGracePeriodSeconds: _gracePeriod,
    selfLink: _selfLink,
    resourceVersion: _resourceVersion,
    generation: _generation,
    ...rest
  } = meta;
  return withoutEmpty({
    ...rest,
    name: options.name,
    namespace: options.namespace || undefined,
    uid: randomUUID(),
    creationTimestamp: metaTime(options.now),
  });
}

/** `metadata` of a changed object: what the server alone decides stays as it was. */
export function changedMetadata(meta: ObjectMeta, old: ObjectMeta): ObjectMeta {
  return withoutEmpty({
    ...meta,
    name: old.name,
    namespace: old.namespace,
    uid: old.uid,
    generateName: old.generateName,
    resourceVersion: old.resourceVersion,
    generation: old.generation,
    creationTimestamp: old.creationTimestamp,
    deletionTimestamp: old.deletionTimestamp,
    deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
    selfLink: undefined,
  });
}

/** The fields of `metadata` that there are. */
export const METADATA_FIELDS = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
]);

/** Drops empty members (as Go's omitempty does) and unknown ones. */
function withoutEmpty(meta: ObjectMeta): ObjectMeta {
  const result: ObjectMeta = {};
  for (const [key, value] of Object.entries(meta)) {
    if (value === undefined || value === null || value === '') continue;
    if (!METADATA_FIELDS.has(key)) continue;
    if (typeof value === 'object' && Object.keys(value).length === 0) continue;
    result[key] = value;
  }
  return result;
}

/** What is wrong with the metadata of an object. */
export function validateMetadata(
  object: KubeObject,
  custom: boolean,
  old?: KubeObject,
): FieldError[] {
  const { metadata } = object;
  const errors: FieldError[] = [];
  if (!metadata.name) {
    errors.push(required('metadata.name', 'name or generateName is required'));
  } else if (!old) {
    errors.push(...validateName(object.kind, metadata.name));
  }
  errors.push(...validateLabels(metadata), ...validateAnnotations(metadata));
  errors.push(
    ...validateOwners(metadata),
    ...validateFinalizers(metadata, custom),
  );
  if (old?.metadata.deletionTimestamp) {
    const before = old.metadata.finalizers ?? [];
    const added = (metadata.finalizers ?? []).filter(
      finalizer => !before.includes(finalizer),
    );
    if (added.length > 0) {
      errors.push(
        forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
            .map(finalizer => JSON.stringify(finalizer))
            .join(', ')}}`,
        ),
      );
    }
  }
  return errors;
}

function validateName(kind: string, name: string): FieldError[] {
  const rule = nameRules[kind] ?? subdomainName;
  const errors: FieldError[] = [];
  if (name.length > rule.max) {
    errors.push(
      invalid('metadata.name', name, `must be no more than ${rule.max} bytes`),
    );
  }
  if (!rule.pattern.test(name)) {
    errors.push(invalid('metadata.name', name, rule.message));
  }
  return errors;
}

function validateQualifiedName(field: string, key: string): FieldError[] {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  const errors: FieldError[] = [];
  if (parts.length > 2) {
    errors.push(
      invalid(
        field,
        key,
        "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
      ),
    );
    return errors;
  }
  if (parts.length === 2) {
    if (!parts[0]) {
      errors.push(invalid(field, key, 'prefix part must be non-empty'));
    } else if (!SUBDOMAIN.test(parts[0])) {
      errors.push(invalid(field, key, `prefix part ${SUBDOMAIN_MESSAGE}`));
    }
  }
  if (!name) {
    errors.push(invalid(field, key, 'name part must be non-empty'));
  } else if (name.length > 63) {
    errors.push(invalid(field, key, 'name part must be no more than 63 bytes'));
  }
  if (!LABEL_NAME.test(name)) {
    errors.push(invalid(field, key, NAME_PART_MESSAGE));
  }
  return errors;
}

function validateLabels({ labels = {} }: ObjectMeta): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const errors = validateQualifiedName('metadata.labels', key);
    if (String(value).length > 63) {
      errors.push(
        invalid('metadata.labels', value, 'must be no more than 63 bytes'),
      );
    }
    if (!LABEL_VALUE.test(String(value))) {
      errors.push(invalid('metadata.labels', value, VALUE_MESSAGE));
    }
    return errors;
  });
}

const MAX_ANNOTATIONS = 256 * 1024;

function validateAnnotations({ annotations = {} }: ObjectMeta): FieldError[] {
  const errors = Object.keys(annotations).flatMap(key =>
    validateQualifiedName('metadata.annotations', key.toLowerCase()),
  );
  const size = Object.entries(annotations).reduce(
    (total, [key, value]) =>
      total + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  if (size > MAX_ANNOTATIONS) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: 'metadata.annotations',
      message: `Too long: may not be more than ${MAX_ANNOTATIONS} bytes`,
    });
  }
  return errors;
}

function validateOwners({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const errors = ownerReferences.flatMap(owner =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter(field => !owner[field])
      .map(field =>
        invalid(
          `metadata.ownerReferences.${field}`,
          owner[field] ?? '',
          field === 'apiVersion'
            ? 'version must not be empty'
            : 'must not be empty',
        ),
      ),
  );
  const controllers = ownerReferences.filter(owner => owner.controller);
  if (controllers.length > 1) {
    errors.push(
      invalid(
        'metadata.ownerReferences',
        ownerReferences,
        `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0].kind}/${controllers[0].name} and ${controllers[1].kind}/${controllers[1].name}`,
      ),
    );
  }
  return errors;
}

const BUILTIN_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

function isUnqualified(finalizer: string): boolean {
  return !finalizer.includes('/') && !BUILTIN_FINALIZERS.includes(finalizer);
}

function validateFinalizers(
  { finalizers = [] }: ObjectMeta,
  custom: boolean,
): FieldError[] {
  const errors = finalizers.flatMap((finalizer, index) => {
    const found = validateQualifiedName('metadata.finalizers', finalizer);
    // Custom resources may have such finalizers: Crossplane's own are among them.
    if (!custom && isUnqualified(finalizer)) {
      found.push(
        invalid(
          `metadata.finalizers[${index}]`,
          finalizer,
          'name is neither a standard finalizer name nor is it fully qualified',
        ),
      );
    }
    return found;
  });
  if (
    finalizers.includes('orphan') &&
    finalizers.includes('foregroundDeletion')
  ) {
    errors.push(
      invalid(
        'metadata.finalizers',
        finalizers,
        'finalizer orphan and foregroundDeletion cannot be both set',
      ),
    );
  }
  return errors;
}
