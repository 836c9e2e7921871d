import { saveBlob } from '@/ui/download-file'
import { countRecords } from './count-records'

export type ExportFormat = 'csv' | 'xlsx'

/**
 * Downloads the contacts that a list shows, all pages of it, and saves them as a file.
 *
 * @param onProgress is told how much has come
 * @throws Error with a message for the operator, when the server refuses or the connection breaks
 */
export async function saveExport(
  format: ExportFormat,
  { filter, order }: { filter: object; order: string },
  signal: AbortSignal,
  onProgress: (bytes: number, rows: number | null) => void,
): Promise<{ bytes: number; rows: number | null }> {
  const query = new URLSearchParams({ format, order, filter: JSON.stringify(filter) })
  const response = await fetch(`/api/export/contacts?${query}`, { signal })
  if (!response.ok || !response.body) {
    const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
    throw new Error(answer?.error?.message ?? 'The export could not be started. Try again.')
  }
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const records = countRecords()
  let bytes = 0
  let rows: number | null = null
  const reader = response.body.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    pieces.push(value)
    bytes += value.length
    // The first record has the names of the columns. What a workbook holds is packed.
    if (format === 'csv') rows = Math.max(0, records.add(value) - 1)
    onProgress(bytes, rows)
  }
  const blob = new Blob(pieces, { type: response.headers.get('content-type') ?? '' })
  saveBlob(`contacts-${new Date().toISOString().slice(0, 10)}.${format}`, blob)
  return { bytes, rows }
}
