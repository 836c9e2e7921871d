/** Rows of a page of a list. The server fetches as many before it sends the page. */
export const LIST_PAGE_SIZE = 50
