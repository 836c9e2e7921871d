import Link from 'next/link'
import type { Ref } from 'react'
import { Button } from '@/ui/components/button'
import { count } from '@/ui/components/format-number'
import type { ImportDetails } from '@/ui/router-outputs'

type ImportResultProps = { details: ImportDetails; heading?: Ref<HTMLHeadingElement> | undefined }

/** Shows the result of a completed import, and where to go next. */
export function ImportResult({ details, heading }: ImportResultProps) {
  const { accepted, agentId, agentName, batches } = details
  const [only] = batches.length === 1 ? batches : []
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <div>
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {accepted > 0 ? `${count(accepted, 'contact')} enrolled` : 'Nobody was enrolled'}
        </h2>
        <p className="mt-0.5 text-muted-foreground">
          {accepted > 0 ? `With ${agentName}.` : 'No contact was valid. No credit was reserved.'}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button asChild>
          <Link href={`/agents/${agentId}/enroll`}>Import another file</Link>
        </Button>
        {only?.batchId && (
          <Button asChild variant="primary">
            <Link href={`/batches/${only.batchId}`}>Open the batch</Link>
          </Button>
        )}
      </div>
    </div>
  )
}
