import { hintFor } from './hints';

describe('a hint', () => {
  it.each([
    'cannot compose resources: cannot apply composed resource "mlflow-network-policy": networkpolicies.networking.k8s.io "mlflow-churn" is forbidden: User "system:serviceaccount:crossplane-system:crossplane" cannot patch resource "networkpolicies"',
    'cannot compose resources: cannot get existing composed resources: cannot get composed resource: Timeout: failed waiting for *unstructured.Unstructured Informer to sync',
  ])('asks the platform team for rights where Crossplane says: %s', message => {
    expect(hintFor('Failed', 'ReconcileError', message)).toMatch(
      /^Platform team: allow Crossplane to manage this kind, with a ClusterRole/,
    );
  });
});
