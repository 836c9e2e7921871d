import { auditFilterSchema } from '@/domain/audit/audit.schema'
import { exportAuditLog } from '@/domain/audit/export-audit-log'
import { parseRequest } from '@/domain/parse-request'
import { handleDownload } from './handle-download'

/** Answers `GET /api/audit-log`, filtered as the list is. */
export function handleAuditExport(request: Request): Promise<Response> {
  return handleDownload(request, {
    route: 'GET /api/audit-log',
    operation: 'auditLog.list',
    begin: async (actor, query) => {
      const filter = parseRequest(auditFilterSchema, query)
      return { name: 'audit-log', ending: 'csv', pieces: await exportAuditLog(actor, filter) }
    },
  })
}
