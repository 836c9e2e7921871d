'use client'

import { useEffect, useState } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { copyText } from './copy-text'
import { Check } from './icons/check'
import { Copy } from './icons/copy'
import { toast } from './toast'

type CopyButtonProps = {
  value: string
  /** The button's name: "Copy batch id". */
  label: string
  className?: string
}

const COPIED_SHOWN_MS = 1500

/** Copies `value`, and says so in the button and to screen readers. */
export function CopyButton({ value, label, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        title={label}
        className={classNames('size-6 text-muted-foreground pointer-coarse:size-9', className)}
        onClick={async (event) => {
          event.stopPropagation()
          if (await copyText(value)) setCopied(true)
          else toast.error('The browser did not let it be copied. Select the text and copy it yourself.')
        }}
      >
        <Icon className="size-3.5!" aria-hidden />
      </Button>
      <span className="sr-only" aria-live="polite">
        {copied ? 'Copied' : ''}
      </span>
    </>
  )
}
