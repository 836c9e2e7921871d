import { assertMay } from '@/domain/access/may.rules'
import { assertOwnPassword } from '@/domain/access/one-time-password.rules'
import { auditFilterSchema } from '@/domain/audit/audit.schema'
import { exportAuditLog } from '@/domain/audit/export-audit-log'
import { ERROR_TABLE, RollcallError } from '@/domain/errors'
import { inRequest, nameRoute } from '@/domain/in-request'
import { knownError } from '@/domain/known-error'
import { parseRequest } from '@/domain/parse-request'
import { logger } from '@/platform/logger'
import { identify } from './identify'

/**
 * Answers `GET /api/audit-log`, a CSV of any size for whoever may read the audit log. It is no procedure, since tRPC
 * answers with JSON that is made whole.
 */
export function handleAuditExport(request: Request): Promise<Response> {
  return inRequest('trpc', request.headers, async (requestId) => {
    const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId })
    nameRoute('GET /api/audit-log')
    try {
      const { actor, rights, session } = await identify(request, headers)
      assertMay(rights, 'auditLog.list')
      if (session) assertOwnPassword(session.user, 'auditLog.list')
      const filter = parseRequest(auditFilterSchema, Object.fromEntries(new URL(request.url).searchParams))
      headers.set('content-type', 'text/csv; charset=utf-8')
      headers.set(
        'content-disposition',
        `attachment; filename="audit-log-${new Date().toISOString().slice(0, 10)}.csv"`,
      )
      return new Response(streamOf(exportAuditLog(actor, filter)), { headers })
    } catch (thrown) {
      const error = knownError(thrown)
      if (!error) logger.error({ err: thrown }, 'An export of the audit log failed.')
      const { code, message, details } =
        error ??
        new RollcallError('INTERNAL_ERROR', `Something went wrong on our side. Tell us the request id ${requestId}.`)
      return Response.json({ error: code, message, details, requestId }, { status: ERROR_TABLE[code].http, headers })
    }
  })
}

/** Makes the next piece when there is room for it. A download that is broken off ends what makes the pieces. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
}
