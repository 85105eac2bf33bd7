export { CostEstimate, type CostEstimateProps } from './CostEstimate';
