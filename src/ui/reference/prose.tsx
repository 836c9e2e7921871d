import type { ReactNode } from 'react'

const MARKS = /`([^`]+)`|\[([^\]]+)\]\((https:[^)]+)\)/g

/** Renders the Markdown that the document's descriptions use: paragraphs, code and links. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className}>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph} className="text-pretty not-first:mt-2">
          {inline(paragraph)}
        </p>
      ))}
    </div>
  )
}

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const match of text.matchAll(MARKS)) {
    const [whole, code, label, href] = match
    parts.push(text.slice(at, match.index))
    parts.push(
      code === undefined ? (
        <a key={match.index} href={href} className="text-link underline underline-offset-4">
          {label}
        </a>
      ) : (
        <code key={match.index} className="font-mono text-[0.92em] wrap-anywhere text-foreground">
          {code}
        </code>
      ),
    )
    at = match.index + whole.length
  }
  return [...parts, text.slice(at)]
}
