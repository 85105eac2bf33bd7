import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SHARED_DIRECTORY =
  process.env.MLFLOW_SHARED_DIR ??
  resolve(__dirname, '../../../../../../shared');
const RECORDINGS = join(SHARED_DIRECTORY, 'fixtures/real-crossplane');

/** What is looked at of a recorded object. */
export interface RecordedObject {
  apiVersion: string;
  kind: string;
  spec?: { crossplane?: { resourceRefs?: unknown } };
  status?: {
    conditions?: Array<{ type: string; status: string; reason?: string }>;
  };
}

/** Environments recorded from a real Crossplane, which are not part of the repository; none where they are absent. */
export function readRecordings(): Array<{
  name: string;
  objects: RecordedObject[];
}> {
  if (!existsSync(RECORDINGS)) {
    return [];
  }
  return readdirSync(RECORDINGS)
    .filter(file => file.endsWith('.json'))
    .map(file => ({
      name: file,
      objects: JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')).objects,
    }));
}

/** End of the title of what is skipped where there are no recordings. */
export const recordingsNote = existsSync(RECORDINGS)
  ? ''
  : ` (skipped: no recordings at ${RECORDINGS}, set MLFLOW_SHARED_DIR)`;
