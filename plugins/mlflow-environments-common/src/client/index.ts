export * from '../schema/openapi';
export { readResponse } from './readResponse';
