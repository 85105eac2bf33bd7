export {
  EnvironmentLinks,
  type EnvironmentLinksProps,
} from './EnvironmentLinks';
