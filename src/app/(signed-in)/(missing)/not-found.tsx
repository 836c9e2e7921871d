import { PageNotFound } from '@/ui/frame/page-not-found'

export default function NotFoundPage() {
  return <PageNotFound />
}
