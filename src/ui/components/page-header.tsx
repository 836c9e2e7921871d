import type { ReactNode, Ref } from 'react'
import { Breadcrumb } from './breadcrumb'

type PageHeaderProps = {
  /** Lets the heading take the focus, on a page whose link or button is gone once it is open. */
  headingRef?: Ref<HTMLHeadingElement>
  title: ReactNode
  /** One line under the title. */
  facts?: ReactNode
  breadcrumb?: { label: string; href: string }[]
  /** Buttons at the right; the primary one comes last. */
  actions?: ReactNode
}

/** The head of a page: title, facts and actions. */
export function PageHeader({ headingRef, title, facts, breadcrumb, actions }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {breadcrumb && <Breadcrumb items={breadcrumb} />}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1
          ref={headingRef}
          tabIndex={headingRef ? -1 : undefined}
          className="min-w-0 outline-none text-xl font-semibold tracking-[-0.01em] text-balance break-words"
        >
          {title}
        </h1>
        {actions && (
          // The element in `actions` may render nothing; the empty box then leaves no gap.
          <div className="flex flex-wrap items-center gap-2 empty:hidden max-sm:order-3 max-sm:w-full">{actions}</div>
        )}
        {facts && (
          <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground sm:-mt-1.5">
            {facts}
          </div>
        )}
      </div>
    </header>
  )
}
