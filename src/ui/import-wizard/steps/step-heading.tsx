import type { ReactNode, RefObject } from 'react'

type StepHeadingProps = { ref: RefObject<HTMLHeadingElement | null>; title: string; children?: ReactNode }

/** Shows the heading of a step, which gets the focus when the step opens. */
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
