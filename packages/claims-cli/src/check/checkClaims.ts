import {
  ClaimFile,
  isKustomization,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClaimsChange } from './ClaimsChange';
import { aboutFile, Finding } from './Finding';
import { checkKustomizations } from './kustomizations';
import { checkNames } from './names';
import { readClaims } from './readClaims';
import { checkRemovals } from './removals';
import { checkClaim } from './rules';

/** Everything there is to say about a change, in the order of files and lines. */
export async function checkClaims(change: ClaimsChange): Promise<Finding[]> {
  const claims = readClaims(change);
  const findings = [
    ...unreadable(change),
    ...[...claims.after].flatMap(([path, file]) => [
      ...file.problems,
      ...onlyClaims(path, file),
      ...file.claims.flatMap(written =>
        checkClaim(written, {
          path,
          folder: change.folder,
          old: claims.oldOf(written.claim),
        }),
      ),
    ]),
    ...(await checkNames(change, claims)),
    ...checkRemovals(claims),
    ...checkKustomizations(change),
  ];
  return findings.sort(
    (a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column,
  );
}

function unreadable({ unreadable: files, changed }: ClaimsChange): Finding[] {
  return [...files]
    .filter(([path]) => changed.has(path))
    .map(([path, reason]) => aboutFile(path, reason));
}

/** Whoever may write claims could otherwise have anything applied that the GitOps tool may apply. */
function onlyClaims(path: string, { claims, others }: ClaimFile): Finding[] {
  if (isKustomization(path)) return [];
  return [
    ...others.map(({ kind, line, column }) => ({
      path,
      line,
      column,
      message: `${kind} does not belong among the claims, move it to where the platform keeps such objects`,
    })),
    ...claims
      .slice(1)
      .map(({ problemAt }) =>
        problemAt([], 'is another claim in the same file, give it its own'),
      ),
  ];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
