import type { ReactNode, RefObject } from 'react'

type StepHeadingProps = { ref: RefObject<HTMLHeadingElement | null>; title: string; children?: ReactNode }

/** The heading of a step; takes the focus when the step is gone to. */
export function StepHeading({ ref, title, children }: StepHeadingProps) {
  return (
    <div>
      <h2 ref={ref} tabIndex={-1} className="text-xl font-semibold tracking-[-0.01em] outline-none">
        {title}
      </h2>
      {children && <div className="mt-1 text-muted-foreground">{children}</div>}
    </div>
  )
}
