import { HoverLink } from './hover-link'
import { ChevronRight } from './icons/chevron-right'

type BreadcrumbProps = { items: { label: string; href: string }[] }

/** Leads from a page on the second level or deeper to the pages above it. The page's own heading is not part of it. */
export function Breadcrumb({ items }: BreadcrumbProps) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1">
      <ol className="flex flex-wrap items-center gap-1 text-sm text-muted-foreground">
        {items.map((item, at) => (
          <li key={item.href} className="flex max-w-full items-center gap-1">
            {at > 0 && <ChevronRight className="size-3.5 shrink-0" aria-hidden />}
            <HoverLink
              href={item.href}
              title={item.label}
              className="min-w-0 truncate rounded-sm hover:text-foreground"
            >
              {item.label}
            </HoverLink>
          </li>
        ))}
      </ol>
    </nav>
  )
}
