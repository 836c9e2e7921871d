/** All rows of an import are on the server, or it was set going again: batches of it wait to be enrolled. */
export const IMPORT_STAGED = 'imports/import.staged'

export type ImportStagedData = { importId: string }
