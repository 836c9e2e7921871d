import fc from 'fast-check'
import { oddBody, oddContentType, oddText } from './odd-values'
import { type JsonSchema, type KnownTexts, valueOfSchema } from './value-of-schema'

/** Something that can be asked, by its declaration. */
export type Target = {
  door: 'rest' | 'trpc'
  method: string
  /** With `{…}` for what varies. */
  path: string
  query: Record<string, JsonSchema>
  /** null: it takes no body. */
  body: JsonSchema | null
}

export type OddRequest = {
  door: 'rest' | 'trpc'
  method: string
  /** With its query, as it goes over the wire. */
  path: string
  headers: Record<string, string>
  body: string | null
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'SEARCH', 'PROPFIND', 'MKCOL']

/** What is usual eleven times in twelve. */
function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 11, arbitrary: usual }, { weight: 1, arbitrary: odd })
}

/** @param callers headers that say who is calling, of which each request has one */
export function oddRequest(
  targets: readonly Target[],
  callers: readonly Record<string, string>[],
  known: KnownTexts,
): fc.Arbitrary<OddRequest> {
  return fc.oneof(...targets.map((target) => requestTo(target, callers, known)))
}

function requestTo(
  target: Target,
  callers: readonly Record<string, string>[],
  known: KnownTexts,
): fc.Arbitrary<OddRequest> {
  return fc
    .record({
      method: mostly(fc.constant(target.method), fc.constantFrom(...METHODS)),
      path: pathOf(target.path, known),
      query: target.door === 'trpc' ? trpcQuery(target, known) : restQuery(target, known),
      caller: fc.constantFrom(...callers),
      contentType: mostly(fc.constant('application/json'), oddContentType),
      headers: oddHeaders,
      body: target.body === null ? fc.constant(null) : bodyOf(target.body, known),
      strayBody: mostly(fc.constant<string | null>(null), oddBody),
    })
    .map(({ method, path, query, caller, contentType, headers, body, strayBody }) => {
      const sent = ['GET', 'HEAD'].includes(method) ? null : (body ?? strayBody)
      return {
        door: target.door,
        method,
        path: `${path}${query}`,
        headers: { ...headers, ...caller, ...(sent === null ? {} : { 'content-type': contentType }) },
        body: sent,
      }
    })
}

function pathOf(template: string, known: KnownTexts): fc.Arbitrary<string> {
  const parts = template.split(/\{\w+\}/)
  const all = Object.values(known).flat()
  const values = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) =>
    mostly(fc.constantFrom(...(known[name] ?? all)), fc.oneof(oddText, fc.constantFrom(...all))).map(inPath),
  )
  const whole = fc.tuple(...values).map((texts) => parts.map((part, at) => part + (texts[at] ?? '')).join(''))
  return mostly(
    whole,
    fc.tuple(whole, fc.constantFrom('/', '//', '/%', '%00', '/..', '.json', ';a=b')).map(([path, tail]) => path + tail),
  )
}

function restQuery({ query }: Target, known: KnownTexts): fc.Arbitrary<string> {
  const pairs = Object.entries(query).map(([name, schema]) =>
    fc
      .array(valueOfSchema(schema, known, name), { maxLength: 2 })
      .map((values) => values.map((value) => [name, typeof value === 'string' ? value : JSON.stringify(value)])),
  )
  const stray = mostly(
    fc.constant<string[][]>([]),
    fc.array(fc.tuple(oddText, oddText), { maxLength: 2 }) as fc.Arbitrary<string[][]>,
  )
  return fc.tuple(...pairs, stray).map((lists) => queryText(lists.flat()))
}

/** The input of a query goes in its address; batches are asked with `batch=1`. */
function trpcQuery({ method, query }: Target, known: KnownTexts): fc.Arbitrary<string> {
  const batch = mostly(fc.constant<string[][]>([]), fc.constant([['batch', '1']]))
  const { input } = query
  if (method !== 'GET' || !input) return batch.map(queryText)
  const text = mostly(
    valueOfSchema(input, known).map((value) => JSON.stringify(value)),
    oddBody,
  )
  return fc.tuple(batch, text).map(([pairs, value]) => queryText([...pairs, ['input', value]]))
}

const QUERY_LENGTH_MAX = 6_000

function queryText(pairs: readonly (readonly (string | undefined)[])[]): string {
  if (pairs.length === 0) return ''
  const text = pairs.map(([name, value]) => `${inPath(name ?? '')}=${inPath(value ?? '')}`).join('&')
  // A longer line is for the HTTP parser to refuse, and not for us.
  return `?${text.slice(0, QUERY_LENGTH_MAX).replace(/%.?$/, '')}`
}

function bodyOf(schema: JsonSchema, known: KnownTexts): fc.Arbitrary<string> {
  return mostly(
    valueOfSchema(schema, known).map((value) => JSON.stringify(value)),
    oddBody,
  )
}

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    mostly(
      fc.constant<Record<string, string>>({}),
      fc.constantFrom<Record<string, string>>(
        { 'idempotency-key': '' },
        { 'idempotency-key': 'k'.repeat(256) },
        { 'idempotency-key': 'same' },
        { 'x-request-id': '' },
        { 'x-request-id': 'x'.repeat(2_000) },
        { 'x-request-id': 'a b"c' },
      ),
    ),
    mostly(
      fc.constant<Record<string, string>>({}),
      fc.constantFrom<Record<string, string>>(
        { accept: 'text/csv' },
        { accept: 'text/html' },
        { accept: ',;q=' },
        { rsc: '1' },
        { 'next-router-prefetch': '1' },
        { 'trpc-accept': 'application/jsonl' },
        { origin: 'https://evil.example' },
        { 'x-forwarded-for': '1.2.3.4, ::1' },
        { 'x-http-method-override': 'DELETE' },
        { 'accept-encoding': 'br;q=x' },
      ),
    ),
  )
  .map(([some, others]) => ({ ...some, ...others }))

const PATH_PART_MAX = 300

function inPath(text: string): string {
  // Half a pair is not UTF-8 and cannot be written into an address; some come percent-encoded wrong already.
  if (text.startsWith('%')) return text
  return encodeURIComponent(text.toWellFormed().slice(0, PATH_PART_MAX).toWellFormed())
}
