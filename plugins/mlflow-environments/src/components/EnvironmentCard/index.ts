export {
  EnvironmentCard,
  EnvironmentCardProblem,
  type EnvironmentCardProblemProps,
  type EnvironmentCardProps,
} from './EnvironmentCard';
export {
  EntityEnvironmentCard,
  type EntityEnvironmentCardProps,
} from './EntityEnvironmentCard';
