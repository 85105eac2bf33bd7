/**
 * A real control plane on one machine: kube-apiserver, etcd and kube-controller-manager built from their Go modules, and
 * Crossplane core with the composition function where a binary of it is at hand.
 *
 * @packageDocumentation
 */

export { ensureBinaries } from './binaries/build';
export type { BuildOptions } from './binaries/build';
export {
  openControlPlane,
  startControlPlane,
  stopControlPlane,
} from './controlPlane';
export type { ControlPlane, ControlPlaneOptions, Switch } from './controlPlane';
export type { ControlledFunction } from './crossplane/function';
export type { CrossplaneOptions } from './crossplane/options';
