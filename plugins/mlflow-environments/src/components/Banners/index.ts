export { Banners, type BannersProps } from './Banners';
