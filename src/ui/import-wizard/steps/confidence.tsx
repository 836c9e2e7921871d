import { classNames } from '@/ui/components/class-names'
import type { Suggestion } from '@/ui/import-wizard/state/suggest-mapping'

const LEVELS = {
  high: { word: 'Sure', bars: 3 },
  medium: { word: 'Likely', bars: 2 },
  low: { word: 'A guess', bars: 1 },
} as const

const BAR_HEIGHTS = ['h-1.5', 'h-2.5', 'h-3.5'] as const

/** Shows how sure a suggestion is, by bars and a word, and the reason. */
export function Confidence({ suggestion }: { suggestion: Suggestion }) {
  const { word, bars } = LEVELS[suggestion.confidence]
  return (
    <span className="flex min-w-0 items-start gap-2">
      <span className="mt-0.5 flex h-3.5 shrink-0 items-end gap-0.5" aria-hidden>
        {BAR_HEIGHTS.map((height, index) => (
          <span
            key={height}
            className={classNames(
              'w-1 rounded-[1px]',
              height,
              index >= bars ? 'bg-border' : bars === 3 ? 'bg-success' : bars === 2 ? 'bg-foreground/60' : 'bg-warning',
            )}
          />
        ))}
      </span>
      <span className="min-w-0">
        <span className="font-medium text-foreground">{word}</span>
        <span className="text-muted-foreground sm:sr-only"> · </span>
        <span className="text-muted-foreground sm:block">{suggestion.because}</span>
      </span>
    </span>
  )
}
