'use client'

import { describeError } from '@/ui/describe-error'
import { Button } from './button'
import { Notice } from './notice'

type LoadErrorProps = {
  /** What could not be loaded: "The agents". */
  what: string
  error: unknown
  onRetry: () => void
}

/** Stands in the place of data that could not be loaded. */
export function LoadError({ what, error, onRetry }: LoadErrorProps) {
  return (
    <Notice
      tone="error"
      live
      title={`${what} could not be loaded`}
      action={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {describeError(error).message}
    </Notice>
  )
}
