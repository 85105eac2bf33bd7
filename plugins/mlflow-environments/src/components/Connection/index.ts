export { Connection, type ConnectionProps } from './Connection';
