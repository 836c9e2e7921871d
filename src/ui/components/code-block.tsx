import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'

type CodeBlockProps = {
  /** The title above the code, also for screen readers: "Request". */
  title: string
  /** Shown beside the title. */
  aside?: ReactNode
  text: string
  /** The name of the copy button: "Copy the command". */
  copyLabel: string
}

/** Shows text of a machine to read and copy. Long text scrolls in place. */
export function CodeBlock({ title, aside, text, copyLabel }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border">
      <figcaption className="flex h-9 items-center gap-2 border-b pr-1 pl-3 text-xs text-muted-foreground">
        <span className="shrink-0 font-medium">{title}</span>
        {aside}
        <CopyButton value={text} label={copyLabel} className="ml-auto" />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto bg-muted/60 p-3 font-mono text-xs focus-visible:-outline-offset-2"
      >
        {text}
      </pre>
    </figure>
  )
}
