export { handleAuditExport as GET } from '@/trpc/handle-audit-export'
