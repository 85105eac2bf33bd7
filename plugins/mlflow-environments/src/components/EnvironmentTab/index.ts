export { EnvironmentTab, type EnvironmentTabProps } from './EnvironmentTab';
export { EntityEnvironmentTab } from './EntityEnvironmentTab';
