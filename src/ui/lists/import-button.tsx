import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { FileUp } from '@/ui/components/icons'

/** Starts an import: the agent is chosen first. */
export function ImportButton() {
  return (
    <Button asChild variant="primary">
      <Link href="/import">
        <FileUp aria-hidden />
        Import contacts
      </Link>
    </Button>
  )
}
