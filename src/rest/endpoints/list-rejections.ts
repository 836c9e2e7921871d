import { listRejections } from '@/domain/batches/list-rejections'
import { rejectionsCsv } from '@/domain/batches/rejections-csv.rules'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchDocs } from '@/rest/docs/batch-docs'

/** `GET /batches/{batchId}/rejected`: as in the 202, or the original columns as CSV with `Accept: text/csv`. */
export const listRejectionsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}/rejected',
  auth: 'apiKey',
  body: 'none',
  docs: batchDocs.listRejected,
  async handle({ actor, params, headers }) {
    const batchId = params.batchId as string
    const rejections = await listRejections(actor, batchId)
    const vary = { vary: 'accept' }
    if (!prefersCsv(headers.get('accept'))) {
      return {
        status: 200,
        body: { rejected: rejections.map(({ contact: _, readAs: __, ...rejected }) => rejected) },
        headers: vary,
      }
    }
    return {
      status: 200,
      body: rejectionsCsv(rejections),
      headers: {
        ...vary,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="rejected-${batchId}.csv"`,
      },
    }
  },
})

/** JSON is the API's language: CSV is sent to whoever names it, and does not name JSON first. */
function prefersCsv(accept: string | null): boolean {
  const types = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim())
  const csv = types.indexOf('text/csv')
  const json = types.indexOf('application/json')
  return csv !== -1 && (json === -1 || csv < json)
}
