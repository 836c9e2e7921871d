import { Badge } from './badge'

/** Marks a test: what a test key has enrolled, or a test call. It counts in no figure. */
export function TestBadge({ className }: { className?: string }) {
  return (
    <Badge className={className} title="A test. It counts in no figure.">
      Test
    </Badge>
  )
}
