'use client'

import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { FileUp } from '@/ui/components/icons/file-up'
import { useMay } from '@/ui/frame/session'

/** Starts an import: the agent is chosen first. Whoever may not enroll does not see it. */
export function ImportButton() {
  if (!useMay('enroll')) return null
  return (
    <Button asChild variant="primary">
      <Link href="/import">
        <FileUp aria-hidden />
        Import contacts
      </Link>
    </Button>
  )
}
