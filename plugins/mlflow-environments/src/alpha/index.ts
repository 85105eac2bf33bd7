export { mlflowEnvironmentsPlugin as default } from './plugin';
