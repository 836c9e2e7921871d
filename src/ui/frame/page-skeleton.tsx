import { Skeleton } from '@/ui/components/skeleton'

/** Shows the outline of a page while the page loads. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="mb-3 h-6 w-48" />
      <Skeleton className="mb-8 w-72 max-w-full" />
      <div className="grid gap-px border-t">
        {[0, 1, 2, 3, 4, 5].map((index) => (
          <div key={index} className="flex h-10 items-center justify-between border-b">
            <Skeleton className="w-48" />
            <Skeleton className="w-16" />
          </div>
        ))}
      </div>
    </div>
  )
}
