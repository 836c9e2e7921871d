import type { ReactNode, Ref } from 'react'
import { Breadcrumb } from './breadcrumb'

type PageHeaderProps = {
  /** For a page that is come to by a button that is gone: its heading takes the focus. */
  headingRef?: Ref<HTMLHeadingElement>
  title: ReactNode
  /** One line under the title. */
  facts?: ReactNode
  breadcrumb?: { label: string; href: string }[]
  /** At the right, the primary one last. */
  actions?: ReactNode
}

/** The head of a page. */
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
          // Empty where the actions are an element that has nothing to offer now: no gap then.
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
