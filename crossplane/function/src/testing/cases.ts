import { KubernetesObject, Observed, PlatformSettings } from '..';
import { readTestCases } from './files';
import {
  anEnvironment,
  mergePatch,
  observedEnvironment,
  someSettings,
} from './builders';

/** A situation in test-cases/: what is asked for, what exists of it, what shall come out. */
export interface TestCase {
  case: string;
  /** Name and namespace; `demo` in `team-a` when left out. */
  name?: string;
  namespace?: string;
  /** `spec.parameters`, without environmentID unless that is what the case is about. */
  parameters?: Record<string, unknown>;
  /** Status of the environment from earlier passes. */
  status?: Record<string, unknown>;
  /** Changes to the settings of the example composition; null removes. */
  settings?: unknown;
  observed?: {
    /** Names of resources that exist and are ready, or `everything`. Providers report the usual of them. */
    ready?: string[] | 'everything';
    /** Further changes to resources that exist; null means one doesn't. */
    resources?: Record<string, unknown>;
    connectionDetails?: Record<string, Record<string, string>>;
  };
  expect: {
    /** The one sentence with which the environment is refused. */
    fatal?: string;
    /** Parts of desired resources. */
    resources?: Record<string, unknown>;
    /** Names that must not be desired. */
    absent?: string[];
    /** All that is desired, in order. */
    names?: string[];
    /** All that is not ready. */
    unready?: string[];
    waiting?: string[];
    /** Decoded values of the Secret. */
    secret?: Record<string, string>;
    status?: Record<string, unknown>;
    conditions?: Record<string, Record<string, unknown>>;
  };
}

/** What a case hands to compose. */
export interface Arranged {
  xr: KubernetesObject;
  observed: () => Observed;
  settings: () => PlatformSettings;
}

const isTestCase = (document: unknown): document is TestCase =>
  typeof document === 'object' &&
  document !== null &&
  'case' in document &&
  'expect' in document;

/** All cases, each with its file for the title. */
export function testCases(): [title: string, testCase: TestCase][] {
  return readTestCases().map(({ file, document }) => {
    if (!isTestCase(document)) {
      throw new Error(`test-cases/${file} holds something that is no case`);
    }
    return [`${file}: ${document.case}`, document];
  });
}

export function arrange(testCase: TestCase): Arranged {
  const { name, namespace, parameters, status, observed = {} } = testCase;
  const xr = mergePatch(anEnvironment(parameters, { name, namespace }), {
    ...(status && { status }),
  });
  const settings = () => someSettings(testCase.settings);
  return {
    xr,
    settings,
    observed: () => {
      const { ready = [], resources = {}, connectionDetails = {} } = observed;
      const existing = observedEnvironment(
        xr,
        settings(),
        resource =>
          ready === 'everything' ||
          ready.includes(resource) ||
          resource in resources,
      );
      return Object.fromEntries(
        Object.entries(existing)
          .filter(([resource]) => resources[resource] !== null)
          .map(([resource, { object, connectionDetails: details }]) => [
            resource,
            {
              object: mergePatch(object, resources[resource] ?? {}),
              connectionDetails: connectionDetails[resource] ?? details,
            },
          ]),
      );
    },
  };
}
