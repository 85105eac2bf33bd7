export { useLoad, type Load, type RefreshableLoad } from './useLoad';
export { useLiveRefresh } from './useLiveRefresh';
export { useEnvironment } from './useEnvironment';
export { useClusters } from './useClusters';
export { useEnvironmentList } from './useEnvironmentList';
export { useNow } from './useNow';
export { usePaging, type Paging } from './usePaging';
export { useDebounced } from './useDebounced';
export { useNameCheck } from './useNameCheck';
