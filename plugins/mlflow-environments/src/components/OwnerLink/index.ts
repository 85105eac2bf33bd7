export { OwnerLink, type OwnerLinkProps } from './OwnerLink';
