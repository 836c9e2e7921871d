import { parseRequest } from '@/domain/parse-request'
import { exportQuerySchema } from '@/domain/sequences/export.schema'
import { exportSequences } from '@/domain/sequences/export-sequences'
import { handleDownload } from './handle-download'

/** Answers `GET /api/export/contacts?format=&order=&filter=`. */
export function handleExport(request: Request): Promise<Response> {
  return handleDownload(request, {
    route: 'GET /api/export/contacts',
    operation: 'sequences.results',
    begin: async (actor, query) => {
      const input = parseRequest(exportQuerySchema, query)
      return { name: 'contacts', ending: input.format, pieces: await exportSequences(actor, input) }
    },
  })
}
