export {
  EnvironmentsPage,
  type EnvironmentsPageProps,
} from './EnvironmentsPage';
