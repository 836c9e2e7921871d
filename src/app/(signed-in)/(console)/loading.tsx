import { PageSkeleton } from '@/ui/frame/page-skeleton'

export default function Loading() {
  return <PageSkeleton />
}
