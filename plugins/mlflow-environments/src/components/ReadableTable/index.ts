export { ReadableTable, type ReadableTableProps } from './ReadableTable';
