export * from './constants';
export { parseOwner, resolveOwner } from './owner';
export {
  entityNameOf,
  entityRefOf,
  formatEnvironmentRef,
  parseEnvironmentRef,
} from './entityRef';
