import { asksFor } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClaimsChange } from './ClaimsChange';
import { Finding } from './Finding';
import { ReadClaims } from './readClaims';

/** Names are unique in the fleet: an Atlas organisation has one name space for all. */
export async function checkNames(
  { files }: ClaimsChange,
  { after }: ReadClaims,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [path, { claims }] of after) {
    for (const { claim, problemAt } of claims) {
      const { name } = claim.metadata;
      const holder = await findHolder(files, name, path);
      if (holder !== undefined) {
        findings.push(
          problemAt(
            ['metadata', 'name'],
            `the name ${name} is taken, ${holder} asks for it: choose another one`,
          ),
        );
      }
    }
  }
  return findings;
}

async function findHolder(
  files: ReadonlyMap<string, string>,
  name: string,
  except: string,
): Promise<string | undefined> {
  for (const [path, text] of files) {
    if (path !== except && (await asksFor(name, path, async () => text))) {
      return path;
    }
  }
  return undefined;
}
