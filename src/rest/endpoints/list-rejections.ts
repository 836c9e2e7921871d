import { batchRejectionsSchema } from '@/domain/batches/batch-answer.schema'
import { listRejections } from '@/domain/batches/list-rejections'
import { rejectionsCsv } from '@/domain/batches/rejections-csv.rules'
import { defineEndpoint } from '@/rest/define-endpoint'
import { incompleteExample } from '@/rest/docs/examples'

/**
 * `GET /batches/{batchId}/rejected`: the rejections as in the 202, or with `Accept: text/csv` the columns as they were
 * sent.
 */
export const listRejectionsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}/rejected',
  auth: 'apiKey',
  answers: { 200: { json: batchRejectionsSchema, csv: true } },
  errors: ['BATCH_NOT_FOUND'],
  docs: {
    operationId: 'listRejectedContacts',
    group: 'Batches',
    summary: 'List the rejected contacts of a batch',
    description:
      'As in the 202. With `Accept: text/csv` the columns that were sent and the reason as the last one: mend it and send it again.',
    answers: {
      200: {
        description: 'The contacts that were turned away, in the order sent.',
        example: { rejected: [incompleteExample] },
        csv: 'name,phoneNumber,rollcall_rejection_reason\r\nJohn Doe,+15551234567,Missing custom input variables: account_id.\r\n',
      },
    },
  },
}).handle(async ({ actor, params: { batchId }, headers }) => {
  const rejections = await listRejections(actor, batchId)
  const vary = { vary: 'accept' }
  if (!prefersCsv(headers.get('accept'))) {
    const rejected = rejections.map(({ index, phoneNumber, externalId, error, code, errors }) => ({
      index,
      phoneNumber,
      ...(externalId !== undefined && { externalId }),
      error,
      code,
      errors,
    }))
    return { status: 200, body: { rejected }, headers: vary }
  }
  const disposition = `attachment; filename="rejected-${batchId}.csv"`
  return { status: 200, csv: rejectionsCsv(rejections), headers: { ...vary, 'content-disposition': disposition } }
})

/**
 * Tells whether to answer CSV. JSON is the default, so CSV goes only to a client that names it and does not name JSON
 * first.
 */
function prefersCsv(accept: string | null): boolean {
  const types = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim())
  const csv = types.indexOf('text/csv')
  const json = types.indexOf('application/json')
  return csv !== -1 && (json === -1 || csv < json)
}
