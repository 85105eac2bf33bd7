import { KubernetesObject } from '../kubernetes';

/**
 * What a resource waits for. Open once every input is known; the inputs are then all there.
 *
 * Gates live here and not in the order of anything: Crossplane applies what is desired in no particular order.
 */
export type Gate<Inputs> = { open: true; inputs: Inputs } | { open: false };

type Sought<Inputs> = { [K in keyof Inputs]: Inputs[K] | undefined };

/** A gate that opens when all inputs are known. */
export function gateOn<Inputs extends object>(
  sought: Sought<Inputs>,
): Gate<Inputs> {
  return isComplete(sought) ? { open: true, inputs: sought } : { open: false };
}

function isComplete<Inputs extends object>(
  sought: Sought<Inputs>,
): sought is Sought<Inputs> & Inputs {
  return Object.values(sought).every(value => value !== undefined);
}

/**
 * Lets a resource through its gate. A gate once open stays open: Crossplane deletes what is no longer desired, so a
 * resource that exists is desired again although an input has vanished.
 *
 * @param make - makes the resource from the inputs
 * @param again - the resource as it exists, undefined if it doesn't
 */
export function throughGate<Inputs extends object>(
  gate: Gate<Inputs>,
  make: (inputs: Inputs) => KubernetesObject,
  again: () => KubernetesObject | undefined,
): KubernetesObject | undefined {
  return gate.open ? make(gate.inputs) : again();
}
