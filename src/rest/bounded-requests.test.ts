import { expect, it } from 'vitest'
import { findUnbounded } from '@/testing/find-unbounded'
import { endpoints } from './endpoint-table'

it.each(endpoints)('whatever a request may hold has an end: $method $path', ({ query, body }) => {
  // What is read as text is documented by its schema, and cut by the use case; what is unjudged is parsed by it.
  const parsed = body?.kind === 'json' || body?.kind === 'optionalJson' ? [body.schema] : []
  for (const schema of query ? [query, ...parsed] : parsed) expect(findUnbounded(schema)).toEqual([])
})
