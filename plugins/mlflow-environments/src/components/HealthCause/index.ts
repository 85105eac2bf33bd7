export { HealthCause, type HealthCauseProps } from './HealthCause';
