import { assertMay } from '@/domain/access/may.rules'
import { assertOwnPassword } from '@/domain/access/one-time-password.rules'
import type { Actor } from '@/domain/actor'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { errorHeaders, knownError } from '@/domain/known-error'
import { logger } from '@/platform/logger'
import { identify } from './identify'

type Download = {
  /** `GET` and its path. */
  route: string
  /** What whoever downloads has to be allowed to do: a line of `OPERATION_TABLE`. */
  operation: string
  /**
   * Begins the download, of a query as it was sent. What it throws is the answer; what the pieces throw afterwards breaks
   * the download off.
   */
  begin: (actor: Actor, query: Record<string, string>) => Promise<DownloadFile>
}

export type DownloadFile = {
  /** Without the day and the ending. */
  name: string
  ending: 'csv' | 'xlsx'
  pieces: AsyncGenerator<Uint8Array>
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/**
 * Answers a download of any size, of which a piece is in memory at a time, for operators who are signed in and for
 * internal tools by their key. It is no procedure, since tRPC answers with JSON that is made whole. All downloads are
 * answered here, so that who may have one, from which pages, and how a refusal looks is the same for each.
 */
export function handleDownload(request: Request, { route, operation, begin }: Download): Promise<Response> {
  return inRequest('trpc', request.headers, async (requestId) => {
    const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId })
    try {
      nameRoute(route)
      const { actor, rights, session } = await identify(request, headers)
      assertMay(rights, operation)
      if (session) assertOwnPassword(session.user, operation)
      const { name, ending, pieces } = await begin(actor, Object.fromEntries(new URL(request.url).searchParams))
      headers.set('content-type', TYPES[ending])
      const day = new Date().toISOString().slice(0, 10)
      headers.set('content-disposition', `attachment; filename="${name}-${day}.${ending}"`)
      return new Response(streamOf(pieces, route), { headers })
    } catch (thrown) {
      return errorResponse(thrown, headers, { route, requestId })
    }
  })
}

/** Reads the next piece when there is room for it. A download that is broken off ends what makes the pieces. */
function streamOf(pieces: AsyncGenerator<Uint8Array>, route: string): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await pieces.next()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          logger.error({ err: error, route }, 'A download broke off.')
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

function errorResponse(
  thrown: unknown,
  headers: Headers,
  { route, requestId }: { route: string; requestId: string },
): Response {
  const known = knownError(thrown)
  if (!known) logger.error({ err: thrown, route }, 'A download failed.')
  const error =
    known ??
    new RollcallError('INTERNAL_ERROR', `Something went wrong on our side. Tell us the request id ${requestId}.`)
  for (const [name, value] of Object.entries(errorHeaders(error))) headers.set(name, value)
  const { code, message, details } = error
  return Response.json({ error: { code, message, details, requestId } }, { status: ERROR_TABLE[code].http, headers })
}
