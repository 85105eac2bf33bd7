import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KubeObject } from '@mlops-platform/sandbox';
import { parseAllDocuments } from 'yaml';

const CROSSPLANE = resolve(__dirname, '../../../../crossplane');

/** The objects in a file under crossplane/, as shipped. */
export function shipped(path: string): KubeObject[] {
  return parseAllDocuments(readFileSync(join(CROSSPLANE, path), 'utf8')).map(
    document => document.toJS() as KubeObject,
  );
}
