/** What cells that were pasted are called, where a file has its name. */
export const PASTED_CELLS_NAME = 'Pasted cells'
