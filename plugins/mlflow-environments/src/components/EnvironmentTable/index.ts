export {
  EnvironmentTable,
  type EnvironmentTableProps,
} from './EnvironmentTable';
