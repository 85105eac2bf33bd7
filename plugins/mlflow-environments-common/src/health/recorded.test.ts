import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EnvironmentStatus } from '../schema/openapi';
import { assessEnvironment } from './assessEnvironment';
import { KubernetesObject } from './types';

const folder = join(
  process.env.MLFLOW_SHARED_DIR ?? resolve(__dirname, '../../../../../shared'),
  'fixtures/real-crossplane',
);

interface Recording {
  situation: string;
  objects: KubernetesObject[];
}

/** What each recording's `situation` demands. */
const EXPECTED: Record<
  string,
  {
    status: EnvironmentStatus;
    cause?: string;
    message?: RegExp;
    reconcileError?: true;
    wasReady?: true;
  }
> = {
  'env-badkind': {
    status: 'Failed',
    cause: 'MLflowEnvironment',
    message: /no matches for kind "Nope"/,
  },
  'env-condition': { status: 'Provisioning' },
  'env-degraded': {
    status: 'Degraded',
    cause: 'Project',
    message: /401 Unauthorized/,
    wasReady: true,
  },
  'env-deleting': { status: 'Deleting', cause: 'Bucket' },
  'env-fatal': {
    status: 'Failed',
    cause: 'MLflowEnvironment',
    message: /^environmentID "x" is not allowed in prod with Delete$/,
  },
  'env-invalid': {
    status: 'Failed',
    cause: 'Bucket',
    message: /expected string, got 42/,
  },
  'env-nocomposition': {
    status: 'Failed',
    cause: 'MLflowEnvironment',
    message: /"does-not-exist" not found/,
  },
  'env-ok': { status: 'Provisioning' },
  'env-paused': { status: 'Paused', cause: 'MLflowEnvironment' },
  'env-pausedready': {
    status: 'Paused',
    cause: 'MLflowEnvironment',
    wasReady: true,
  },
  'env-ready': { status: 'Healthy' },
  'env-ready-function-down': { status: 'Healthy', reconcileError: true },
  'env-syncfail': {
    status: 'Failed',
    cause: 'Bucket',
    message: /BucketAlreadyExists/,
  },
};

const recordings = existsSync(folder)
  ? readdirSync(folder).filter(file => file.endsWith('.json'))
  : [];

// visibly skipped where the recordings are not at hand
const whenRecorded = recordings.length > 0 ? describe : describe.skip;

whenRecorded('an environment recorded from a real Crossplane', () => {
  const read = (file: string): Recording =>
    JSON.parse(readFileSync(join(folder, file), 'utf8'));

  it('has an expectation for every recording', () => {
    expect(recordings.map(file => file.replace(/\.json$/, ''))).toEqual(
      expect.arrayContaining(Object.keys(EXPECTED)),
    );
    expect(recordings).toHaveLength(Object.keys(EXPECTED).length);
  });

  it.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const { objects } = read(`${name}.json`);
    const environment = objects.find(
      ({ kind }) => kind === 'MLflowEnvironment',
    );
    const resources = objects.filter(object => object !== environment);
    const { crossplane } = environment?.spec as {
      crossplane: {
        resourceRefs?: { apiVersion: string; kind: string; name: string }[];
      };
    };
    const names = new Set(
      resources.map(({ metadata }) => (metadata as { name: string }).name),
    );
    const { status, cause, reconcileError } = assessEnvironment({
      environment,
      resources,
      missing: (crossplane.resourceRefs ?? []).filter(
        ref => !names.has(ref.name),
      ),
      firstReadyTime: expected.wasReady && '2026-11-23T23:35:45Z',
    });
    expect(status).toBe(expected.status);
    expect(cause?.path[cause.path.length - 1].kind ?? '').toMatch(
      expected.cause ?? '',
    );
    expect(cause?.message ?? '').toMatch(expected.message ?? '');
    expect(reconcileError !== undefined).toBe(expected.reconcileError ?? false);
  });
});
