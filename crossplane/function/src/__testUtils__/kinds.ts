import { plan } from '..';
import { anEnvironment, someSettings } from './builders';
import { composedObjects, testCases } from './cases';

/** A kind of which an environment may consist. */
export interface ComposableKind {
  group: string;
  kind: string;
  managed: boolean;
}

/** Every kind that is composed in some situation of test-cases/, or planned for some claim. */
export function composableKinds(): ComposableKind[] {
  const composed = testCases()
    .filter(([, testCase]) => testCase.expect.fatal === undefined)
    .flatMap(([, testCase]) => composedObjects(testCase));
  const planned = ['Flex', 'M10'].flatMap(tier =>
    plan(
      anEnvironment({
        database: { tier },
        server: { replicas: 2, ingressHost: 'demo.mlflow.example.com' },
      }),
      someSettings({ metrics: { podMonitor: true } }),
    ),
  );
  const names = [...composed, ...planned].map(({ apiVersion, kind }) => {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return `${group}/${kind}`;
  });
  return [...new Set(names)].sort().map(name => {
    const [group, kind] = name.split('/');
    return {
      group,
      kind,
      managed: /\.m\.(crossplane|upbound)\.io$/.test(group),
    };
  });
}
