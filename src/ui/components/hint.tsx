import { type ReactNode, useId } from 'react'

/**
 * Shows a hint on hover and on focus, without a script: it stands beside its child and is made visible by CSS, so the
 * hundred times of a list cost nothing. `Tooltip` is for what an edge could cut off.
 */
export function Hint({ content, children }: { content: string; children: ReactNode }) {
  const id = useId()
  return (
    <span className="group/hint relative z-1 hover:z-3 focus-within:z-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the hint shows on focus as it does on hover */}
      <span tabIndex={0} aria-describedby={id} className="rounded-sm">
        {children}
      </span>
      <span
        role="tooltip"
        id={id}
        className="pointer-events-none invisible absolute right-0 bottom-full mb-1.5 w-max max-w-80 rounded-md bg-foreground px-2 py-1 text-left text-xs text-background opacity-0 shadow-popover transition-opacity delay-300 duration-100 group-focus-within/hint:visible group-focus-within/hint:opacity-100 group-hover/hint:visible group-hover/hint:opacity-100"
      >
        {content}
      </span>
    </span>
  )
}
