import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { WARNING_TABLE } from '@/domain/contacts/warning.schema'
import { enrollBatchShape } from '@/domain/enrollment/enrollment.schema'
import { ERROR_TABLE } from '@/domain/errors'
import { WEBHOOK_EVENT_TABLE } from '@/domain/webhook-events/webhook-event-types.rules'
import type { Endpoint } from '@/rest/define-endpoint'
import { endpoints } from '@/rest/endpoint-table'
import { enrollBatchEndpoint } from '@/rest/endpoints/enroll-batch'
import { enrollSingleEndpoint } from '@/rest/endpoints/enroll-single'
import { recordCallResultEndpoint } from '@/rest/endpoints/record-call-result'
import { ERROR_DOCS } from './error-docs'
import { callResultWebhookExample } from './examples'

/**
 * The parts of docs/api.md that repeat declarations, as Markdown by name. In the file a part stands between `<!-- part
 * NAME -->` and `<!-- /part -->`; `npm run docs` rewrites it.
 */
const PARTS: Record<string, () => string> = {
  routes: () =>
    tableOf(
      ['route', 'what it does'],
      endpoints.map((endpoint) => [`\`${endpoint.method} ${addressOf(endpoint)}\``, endpoint.docs.summary]),
    ),
  'enroll-batch-request': () => jsonOf(enrollBatchEndpoint.docs.request),
  'enroll-batch-answer': () => jsonOf(enrollBatchEndpoint.docs.answers[202]?.example),
  'enroll-batch-options': () => tableOf(['option', 'meaning'], enrollBatchOptions()),
  'enroll-batch-errors': () =>
    tableOf(
      ['status', '`error`', 'when'],
      enrollBatchEndpoint.errors.map((code) => [String(ERROR_TABLE[code].http), `\`${code}\``, ERROR_DOCS[code].when]),
    ),
  faults: () =>
    tableOf(
      ['code of a contact', 'when'],
      Object.entries(FAULT_TABLE).map(([code, { when }]) => [`\`${code}\``, when]),
    ),
  warnings: () =>
    tableOf(
      ['code of a warning', 'when'],
      Object.entries(WARNING_TABLE).map(([code, when]) => [`\`${code}\``, when]),
    ),
  'enroll-single-answer': () => jsonOf(enrollSingleEndpoint.docs.answers[201]?.example),
  'call-result': () => jsonOf(recordCallResultEndpoint.docs.request),
  webhook: () => jsonOf(callResultWebhookExample),
  'webhook-events': () =>
    tableOf(
      ['event', 'when'],
      Object.entries(WEBHOOK_EVENT_TABLE).map(([type, when]) => [`\`${type}\``, when]),
    ),
}

const PART = /<!-- part ([\w-]+) -->\n[\s\S]*?<!-- \/part -->/g

/**
 * Returns the text with its parts rewritten from the declarations.
 *
 * @throws for an unknown part
 */
export function withApiParts(text: string): string {
  return text.replaceAll(PART, (_, name: string) => {
    const write = PARTS[name]
    if (!write) throw new Error(`docs/api.md has a part ${name}, which nobody writes.`)
    return `<!-- part ${name} -->\n\n${write()}\n\n<!-- /part -->`
  })
}

/** Lists the names of the parts in a text, in order. */
export function apiPartsOf(text: string): string[] {
  return [...text.matchAll(PART)].map(([, name = '']) => name)
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

/** Writes a table with aligned columns, as this repository's formatter does. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)))
  const lineOf = (cells: readonly string[], fill: string) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  return [lineOf(head, ' '), lineOf([], '-'), ...rows.map((cells) => lineOf(cells, ' '))].join('\n')
}

function jsonOf(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``
}
