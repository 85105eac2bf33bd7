export { ResourceTable, type ResourceTableProps } from './ResourceTable';
