export {
  DecommissionLink,
  type DecommissionLinkProps,
} from './DecommissionLink';
