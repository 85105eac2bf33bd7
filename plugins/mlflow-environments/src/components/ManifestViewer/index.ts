export { ManifestViewer, type ManifestViewerProps } from './ManifestViewer';
