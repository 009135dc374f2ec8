/** Makes the data in ../published/ of the published OpenAPI documents. */
export { withDocumentTable } from './document-table.ts';
export { extractedFiles } from './folder.ts';
