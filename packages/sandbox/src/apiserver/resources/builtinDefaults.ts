import type { JsonValue } from '../model/objects';

/**
 * What kube-apiserver fills in, by type and field, as far as anybody here looks at it
 * (k8s.io/kubernetes pkg/apis/<group>/v1/defaults.go). Defaults that depend on other fields are in builtinTypes.ts.
 */
export const builtinDefaults: {
  [type: string]: { [field: string]: JsonValue };
} = {
  V1DeploymentSpec: {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
    },
  },
  V1ReplicaSetSpec: { replicas: 1 },
  V1PodSpec: {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
  V1Container: {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  },
  V1ContainerPort: { protocol: 'TCP' },
  V1Probe: {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  },
  V1HTTPGetAction: { scheme: 'HTTP' },
  V1ObjectFieldSelector: { apiVersion: 'v1' },
  V1SecretVolumeSource: { defaultMode: 420 },
  V1ConfigMapVolumeSource: { defaultMode: 420 },
  V1ProjectedVolumeSource: { defaultMode: 420 },
  V1DownwardAPIVolumeSource: { defaultMode: 420 },
  V1ServiceSpec: {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
  },
  V1ServicePort: { protocol: 'TCP' },
  V1NetworkPolicyPort: { protocol: 'TCP' },
  CoreV1Event: {
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
  },
};
