export { StatusLabel, toneColor, type StatusLabelProps } from './StatusLabel';
