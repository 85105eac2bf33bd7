export { FacetFilter, type FacetFilterProps } from './FacetFilter';
