import { assertMay } from '@/domain/access/may.rules'
import { assertOwnPassword } from '@/domain/access/one-time-password.rules'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { errorHeaders, knownError } from '@/domain/known-error'
import { parseRequest } from '@/domain/parse-request'
import { exportQuerySchema } from '@/domain/sequences/export.schema'
import { exportSequences } from '@/domain/sequences/export-sequences'
import { logger } from '@/platform/logger'
import { identify } from './identify'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/**
 * Answers `GET /api/export/contacts?format=&order=&filter=`: a download for operators who are signed in, and for
 * internal tools by their key. It is no procedure, since tRPC answers with JSON that is made whole.
 */
export function handleExport(request: Request): Promise<Response> {
  return inRequest('trpc', request.headers, async (requestId) => {
    const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId })
    try {
      nameRoute('GET /api/export/contacts')
      const { actor, rights, session } = await identify(request, headers)
      assertMay(rights, 'sequences.results')
      if (session) assertOwnPassword(session.user, 'sequences.results')
      const input = parseRequest(exportQuerySchema, Object.fromEntries(new URL(request.url).searchParams))
      const pieces = await exportSequences(actor, input)
      headers.set('content-type', TYPES[input.format])
      const day = new Date().toISOString().slice(0, 10)
      headers.set('content-disposition', `attachment; filename="contacts-${day}.${input.format}"`)
      return new Response(streamOf(pieces), { headers })
    } catch (thrown) {
      return errorResponse(thrown, headers, requestId)
    }
  })
}

/** Reads the next piece when there is room for it. A download that is broken off ends what makes the pieces. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await pieces.next()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          logger.error({ err: error }, 'An export broke off.')
          controller.error(error)
        }
      },
      async cancel() {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
}

function errorResponse(thrown: unknown, headers: Headers, requestId: string): Response {
  const known = knownError(thrown)
  if (!known) logger.error({ err: thrown }, 'An export failed.')
  const error =
    known ??
    new RollcallError('INTERNAL_ERROR', `Something went wrong on our side. Tell us the request id ${requestId}.`)
  for (const [name, value] of Object.entries(errorHeaders(error))) headers.set(name, value)
  const { code, message, details } = error
  return Response.json({ error: { code, message, details, requestId } }, { status: ERROR_TABLE[code].http, headers })
}
