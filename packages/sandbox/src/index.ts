/**
 * An embedded control plane for the demo and for fast tests: a Kubernetes API server,
 * the part of Crossplane, the providers and GitOps that environments need, and Git.
 *
 * @packageDocumentation
 */

export { startApiServer } from './apiserver';
export type { ApiServer, ApiServerOptions } from './apiserver';
export { startSandbox } from './sandbox';
export type { Sandbox, SandboxOptions } from './sandbox';
export { GitServer } from './git';
export type { GitCredentials, GitServerOptions } from './git';
export { startFunction } from './demo/functionProcess';
export { Child } from './demo/childProcess';
export type { ChildOptions } from './demo/childProcess';
export { functionDirectory, installPlatform } from './platform';
export { KubeClient } from './kube';
export {
  Cloud,
  FAIL_ANNOTATION,
  Pace,
  Providers,
  SPEED_ANNOTATION,
} from './providers';
export type { CloudResource } from './providers';
export { silentLogger } from './logger';
export type { Logger } from './logger';
export { readClaimCases, tryClaim } from './claimCases';
export type { ClaimCase } from './claimCases';
export { compositeCrd } from './reconciler/compositeCrd';
export { sandboxCrds } from './crds';
export { defineKinds } from './crds/defineKinds';
export type { Cluster } from './cluster';
export { runDemoOn } from './demo/runDemoOn';
export type { KubeObject } from './kube';
export { loadFunctionSdk } from './reconciler/functionSdk';
