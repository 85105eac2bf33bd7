import { Environment } from '../environment';
import { InvalidInputError } from '../errors';
import { parseQuantity } from '../quantity';

type Quantities = Record<string, string>;

/**
 * Resources of one server pod: the platform's defaults with what the claim asks for instead. A default gives way where it
 * contradicts the claim, because the API server refuses a request above its limit.
 */
export function serverResources({ parameters, settings }: Environment): {
  requests: Quantities;
  limits: Quantities;
} {
  const asked = parameters.server.resources;
  const defaults = settings.server.resources;
  const requests: Quantities = { ...defaults.requests, ...asked.requests };
  const limits: Quantities = { ...defaults.limits, ...asked.limits };

  for (const [resource, limit] of Object.entries(limits)) {
    const request = requests[resource];
    if (request === undefined || !exceeds(request, limit)) continue;
    const asksForRequest = resource in asked.requests;
    const asksForLimit = resource in asked.limits;
    if (asksForRequest && asksForLimit) {
      throw InvalidInputError.inClaim(
        `spec.parameters.server.resources asks for ${request} ${resource} but limits it to ${limit}`,
        'raise the limit or lower the request',
      );
    }
    if (asksForLimit) {
      requests[resource] = limit;
    } else {
      limits[resource] = request;
    }
  }
  return { requests, limits };
}

function exceeds(request: string, limit: string): boolean {
  return (parseQuantity(request) ?? 0) > (parseQuantity(limit) ?? Infinity);
}
