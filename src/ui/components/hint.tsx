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
        // It takes no room before it is shown: what is only invisible makes a phone scroll sideways.
        className="pointer-events-none absolute right-0 bottom-full mb-1.5 hidden w-max max-w-80 rounded-md bg-foreground px-2 py-1 text-left text-xs whitespace-normal text-background shadow-popover group-focus-within/hint:block group-hover/hint:block max-sm:right-auto max-sm:left-0 max-sm:max-w-[50vw]"
      >
        {content}
      </span>
    </span>
  )
}
