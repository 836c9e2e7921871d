'use client'

import { Button } from '@/ui/components/button'
import { HoverLink } from '@/ui/components/hover-link'
import { FileUp } from '@/ui/components/icons/file-up'
import { useMay } from '@/ui/frame/session'

/** Starts an import: the agent is chosen first. Whoever may not enroll does not see it. */
export function ImportButton() {
  if (!useMay('enroll')) return null
  return (
    <Button asChild variant="primary">
      <HoverLink href="/import">
        <FileUp aria-hidden />
        Import contacts
      </HoverLink>
    </Button>
  )
}
