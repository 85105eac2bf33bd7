import { ResponseError } from '@backstage/errors';
import { TypedResponse } from '../schema/openapi';

/**
 * The body of what the API answered.
 *
 * @throws ResponseError with the API's own error as its cause, when it refused
 * @public
 */
export async function readResponse<T>(response: TypedResponse<T>): Promise<T> {
  if (!response.ok) throw await ResponseError.fromResponse(response);
  return response.json();
}
