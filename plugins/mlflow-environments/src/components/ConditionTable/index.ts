export { ConditionTable, type ConditionTableProps } from './ConditionTable';
