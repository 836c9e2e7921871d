export { handleExport as GET } from '@/trpc/handle-export'
