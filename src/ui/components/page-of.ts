/** Finds a page of a list that is paged in the browser, counted from 1. Addresses may name any number. */
export function pageOf(asked: number, total: number, size: number): { page: number; start: number; end: number } {
  const last = Math.max(1, Math.ceil(total / size))
  const page = Math.min(Math.max(1, asked), last)
  const start = (page - 1) * size
  return { page, start, end: Math.min(start + size, total) }
}
