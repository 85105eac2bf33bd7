export {
  mlflowEnvironmentsApiRef,
  type EnvironmentsQuery,
  type MlflowEnvironmentsApi,
} from './MlflowEnvironmentsApi';
export { MlflowEnvironmentsClient } from './MlflowEnvironmentsClient';
