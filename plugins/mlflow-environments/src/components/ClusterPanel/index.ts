export { ClusterPanel, type ClusterPanelProps } from './ClusterPanel';
