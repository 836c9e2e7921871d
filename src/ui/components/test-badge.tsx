import { Badge } from './badge'

/** Marks a test: what a test key has enrolled, or a test call. It is not counted in any figures. */
export function TestBadge({ className }: { className?: string }) {
  return (
    <Badge className={className} title="A test. It is not counted in any figures.">
      Test
    </Badge>
  )
}
