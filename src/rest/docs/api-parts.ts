import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { WARNING_TABLE } from '@/domain/contacts/warning.schema'
import { enrollBatchShape } from '@/domain/enrollment/enrollment.schema'
import { ERROR_TABLE } from '@/domain/errors'
import { type DocumentParts, markdownTable, withParts } from '@/domain/text/document-parts.rules'
import { WEBHOOK_EVENT_TABLE } from '@/domain/webhook-events/webhook-event-types.rules'
import type { Endpoint } from '@/rest/define-endpoint'
import { endpoints } from '@/rest/endpoint-table'
import { enrollBatchEndpoint } from '@/rest/endpoints/enroll-batch'
import { enrollSingleEndpoint } from '@/rest/endpoints/enroll-single'
import { recordCallResultEndpoint } from '@/rest/endpoints/record-call-result'
import { ERROR_DOCS } from './error-docs'
import { callResultWebhookExample } from './examples'

/** The parts of docs/api.md, which `npm run docs` rewrites. */
const PARTS: DocumentParts = {
  routes: () =>
    markdownTable(
      ['route', 'what it does'],
      endpoints.map((endpoint) => [`\`${endpoint.method} ${addressOf(endpoint)}\``, endpoint.docs.summary]),
    ),
  'enroll-batch-request': () => jsonOf(enrollBatchEndpoint.docs.request),
  'enroll-batch-answer': () => jsonOf(enrollBatchEndpoint.docs.answers[202]?.example),
  'enroll-batch-options': () => markdownTable(['option', 'meaning'], enrollBatchOptions()),
  'enroll-batch-errors': () =>
    markdownTable(
      ['status', '`error`', 'when'],
      enrollBatchEndpoint.errors.map((code) => [String(ERROR_TABLE[code].http), `\`${code}\``, ERROR_DOCS[code].when]),
    ),
  faults: () =>
    markdownTable(
      ['code of a contact', 'when'],
      Object.entries(FAULT_TABLE).map(([code, { when }]) => [`\`${code}\``, when]),
    ),
  warnings: () =>
    markdownTable(
      ['code of a warning', 'when'],
      Object.entries(WARNING_TABLE).map(([code, when]) => [`\`${code}\``, when]),
    ),
  'enroll-single-answer': () => jsonOf(enrollSingleEndpoint.docs.answers[201]?.example),
  'call-result': () => jsonOf(recordCallResultEndpoint.docs.request),
  webhook: () => jsonOf(callResultWebhookExample),
  'webhook-events': () =>
    markdownTable(
      ['event', 'when'],
      Object.entries(WEBHOOK_EVENT_TABLE).map(([type, when]) => [`\`${type}\``, when]),
    ),
}

/**
 * Returns the text with its parts rewritten from the declarations.
 *
 * @throws for an unknown part
 */
export function withApiParts(text: string): string {
  return withParts(text, PARTS)
}

export const API_PART_NAMES: readonly string[] = Object.keys(PARTS)

function addressOf({ path, query }: Endpoint): string {
  const names = Object.keys(query?.shape ?? {})
  return names.length > 0 ? `${path}?${names.map((name) => `${name}=`).join('&')}` : path
}

/** Lists the options of a batch request, with the schema's description of each. */
function enrollBatchOptions(): [string, string][] {
  const { contacts: _, ...options } = enrollBatchShape
  return Object.entries(options).map(([name, { description = '' }]) => [`\`${name}\``, description])
}

function jsonOf(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``
}
