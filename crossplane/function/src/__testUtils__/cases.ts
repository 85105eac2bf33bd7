import {
  compose,
  Composed,
  InvalidInputError,
  KubernetesObject,
  Observed,
  PlatformSettings,
} from '..';
import { readTestCases } from './files';
import {
  anEnvironment,
  desiredOf,
  mergePatch,
  observedAs,
  observedEnvironment,
  secretValue,
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
  /** Compared with what comes out: objects in part, lists in full. */
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

/** Composes what the case arranges, in the form of its expectation. */
export function outcomeOf(testCase: TestCase): TestCase['expect'] {
  let composed: Composed;
  try {
    composed = act(testCase);
  } catch (error) {
    if (error instanceof InvalidInputError) return { fatal: error.message };
    throw error;
  }
  const { resources, waiting, status, conditions } = composed;
  const objects = Object.fromEntries(
    resources.map(({ name, object }) => [name, object]),
  );
  const { absent, secret } = testCase.expect;
  return {
    resources: objects,
    names: Object.keys(objects),
    absent: absent?.filter(name => !(name in objects)),
    unready: resources.filter(({ ready }) => !ready).map(({ name }) => name),
    waiting,
    secret:
      secret &&
      Object.fromEntries(
        Object.keys(secret).map(key => [
          key,
          secretValue(desiredOf(composed, 'mlflow-config'), key),
        ]),
      ),
    status: { ...status },
    conditions: Object.fromEntries(
      conditions.map(({ type, ...condition }) => [type, condition]),
    ),
  };
}

/** All objects that are desired in the situation of a case. */
export function composedObjects(testCase: TestCase): KubernetesObject[] {
  return act(testCase).resources.map(({ object }) => object);
}

function act(testCase: TestCase): Composed {
  const { name, namespace, parameters, status } = testCase;
  const settings = someSettings(testCase.settings);
  const xr = mergePatch(anEnvironment(parameters, { name, namespace }), {
    ...(status && { status }),
  });
  return compose(xr, arrangeObserved(testCase, xr, settings), settings);
}

function arrangeObserved(
  { observed = {} }: TestCase,
  xr: KubernetesObject,
  settings: PlatformSettings,
): Observed {
  const { ready = [], resources = {}, connectionDetails = {} } = observed;
  const mentioned = (name: string) =>
    ready === 'everything' || ready.includes(name) || name in resources;
  return Object.fromEntries(
    Object.entries(observedEnvironment(xr, settings, mentioned))
      .filter(([name]) => resources[name] !== null)
      .map(([name, existing]) => [
        name,
        observedAs(
          existing.object,
          resources[name] ?? {},
          connectionDetails[name] ?? existing.connectionDetails,
        ),
      ]),
  );
}
