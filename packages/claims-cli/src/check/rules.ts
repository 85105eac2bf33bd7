import {
  ANNOTATION_CLAIM_PATH,
  ANNOTATION_CLAIM_REPOSITORY,
  ANNOTATION_SYNC_OPTIONS,
  checkName,
  claimPath,
  EnvironmentClaim,
  missingConfirmations,
  WrittenClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Finding } from './Finding';

interface Place {
  path: string;
  /** Folder of all claims. */
  folder: string;
  /** The claim as it was. */
  old?: EnvironmentClaim;
}

/** What is wrong with a claim by itself, where it is, and compared with what it was. */
export function checkClaim(written: WrittenClaim, place: Place): Finding[] {
  return [
    ...written.validate(place.old),
    ...checkPlace(written, place),
    ...checkAnnotations(written, place),
    ...checkConfirmations(written),
  ];
}

/** One claim, one place: it is found by its name, and two claims can't have the same one in a namespace. */
function checkPlace(
  { claim, problemAt }: WrittenClaim,
  { path, folder }: Place,
): Finding[] {
  const { namespace, name } = claim.metadata;
  if (namespace === undefined) {
    return [
      problemAt(
        ['metadata'],
        'metadata.namespace is required: it decides who may see the environment',
      ),
    ];
  }
  const expected = pathOf(folder, namespace, name);
  return expected === undefined || expected === path
    ? []
    : [
        problemAt(
          ['metadata', 'name'],
          `a claim for ${name} in ${namespace} belongs at ${expected}`,
        ),
      ];
}

/** Undefined when namespace or name aren't legal, which has a finding of its own. */
function pathOf(
  folder: string,
  namespace: string,
  environmentID: string,
): string | undefined {
  if (checkName(environmentID) !== undefined) return undefined;
  try {
    return claimPath({ path: folder, namespace, environmentID });
  } catch {
    return undefined;
  }
}

/** Backstage finds a claim again by its annotations. */
function checkAnnotations(
  { claim, problemAt }: WrittenClaim,
  { path }: Place,
): Finding[] {
  const annotations = claim.metadata.annotations ?? {};
  const at = (name: string) => ['metadata', 'annotations', name];
  const findings: Finding[] = [];
  const ownPath = annotations[ANNOTATION_CLAIM_PATH];
  if (ownPath !== undefined && ownPath !== path) {
    findings.push(
      problemAt(
        at(ANNOTATION_CLAIM_PATH),
        `${ANNOTATION_CLAIM_PATH} must be the claim's own path, ${path}`,
      ),
    );
  }
  const repository = annotations[ANNOTATION_CLAIM_REPOSITORY];
  if (repository !== undefined && !/^https?:\/\/[^\s]+$/.test(repository)) {
    findings.push(
      problemAt(
        at(ANNOTATION_CLAIM_REPOSITORY),
        `${ANNOTATION_CLAIM_REPOSITORY} must be the http(s) URL that this repository is cloned from`,
      ),
    );
  }
  for (const [name, value] of Object.entries(annotations)) {
    if (/:\/\/[^\s/@]*:[^\s/@]*@/.test(value)) {
      findings.push(
        problemAt(
          at(name),
          `${name} has a password in its URL: take it out and make it invalid, for it stays in the history`,
        ),
      );
    }
  }
  return findings;
}

/** In production Argo CD asks a person before an environment goes. */
function checkConfirmations({ claim, problemAt }: WrittenClaim): Finding[] {
  const missing = missingConfirmations(claim);
  return missing.length === 0
    ? []
    : [
        problemAt(
          ['metadata', 'annotations', ANNOTATION_SYNC_OPTIONS],
          `a prod environment must not go without a confirmation: add ${missing.join(
            ',',
          )} to the annotation ${ANNOTATION_SYNC_OPTIONS}`,
        ),
      ];
}
