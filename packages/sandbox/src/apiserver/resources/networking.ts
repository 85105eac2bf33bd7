import { isJsonObject, objectAt, type KubeObject } from '../model/objects';

export function prepareService(object: KubeObject): KubeObject {
  const spec = objectAt(object.spec);
  const { ports } = spec;
  return {
    ...object,
    spec: {
      ...spec,
      ports: Array.isArray(ports)
        ? ports
            .filter(isJsonObject)
            .map(port => ({ targetPort: port.port, ...port }))
        : undefined,
    },
    status: { loadBalancer: {}, ...objectAt(object.status) },
  };
}

export function prepareIngress(object: KubeObject): KubeObject {
  return {
    ...object,
    status: { loadBalancer: {}, ...objectAt(object.status) },
  };
}

/** A policy that says nothing of outgoing traffic is about incoming traffic. */
export function prepareNetworkPolicy(object: KubeObject): KubeObject {
  const spec = objectAt(object.spec);
  const policyTypes =
    spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
  return { ...object, spec: { policyTypes, ...spec } };
}

export function prepareDisruptionBudget(object: KubeObject): KubeObject {
  return {
    ...object,
    status: {
      currentHealthy: 0,
      desiredHealthy: 0,
      disruptionsAllowed: 0,
      expectedPods: 0,
      ...objectAt(object.status),
    },
  };
}
