import { classNames } from '@/ui/components/class-names'

/** Shows an HTTP method. Methods that change nothing have a quiet colour. */
export function MethodBadge({ method, className }: { method: string; className?: string }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 w-12 shrink-0 items-center justify-center rounded-sm border font-mono text-[11px] font-semibold',
        method === 'POST' ? 'border-transparent bg-foreground text-background' : 'text-muted-foreground',
        className,
      )}
    >
      {method}
    </span>
  )
}
