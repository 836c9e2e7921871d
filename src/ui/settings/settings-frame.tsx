'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { may } from '@/domain/access/may.rules'
import { classNames } from '@/ui/components/class-names'
import { HoverLink } from '@/ui/components/hover-link'
import { useSession } from '@/ui/frame/session'
import { SETTINGS_PAGES } from './settings-pages'

function bringIntoSight(link: HTMLElement | null): void {
  link?.scrollIntoView({ inline: 'center', block: 'nearest' })
}

/** Lays out the settings: their pages in a list at the side, which is a row of tabs on a phone. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  const { role } = useSession()
  return (
    <div className="lg:grid lg:grid-cols-[176px_minmax(0,1fr)] lg:gap-10">
      <nav aria-label="Settings" className="mb-6 lg:mb-0">
        <div className="flex gap-5 overflow-x-auto border-b [scrollbar-width:none] lg:sticky lg:top-6 lg:grid lg:gap-4 lg:border-0">
          {SETTINGS_PAGES.map(({ label: group, pages }) => (
            <div key={group} className="contents lg:block">
              <h2 className="mb-1 hidden px-2 text-xs font-medium text-muted-foreground lg:block">{group}</h2>
              <ul className="contents lg:grid lg:gap-0.5">
                {pages
                  .filter(({ permission }) => may({ role }, permission))
                  .map(({ href, label }) => {
                    const current = pathname === href || pathname.startsWith(`${href}/`)
                    return (
                      <li key={href} className="contents">
                        <HoverLink
                          href={href}
                          // On a phone the tabs are wider than the window.
                          ref={current ? bringIntoSight : undefined}
                          aria-current={current ? 'page' : undefined}
                          className={classNames(
                            'text-muted-foreground transition-colors hover:text-foreground',
                            '-mb-px flex h-11 shrink-0 items-center border-b-2 border-transparent max-lg:focus-visible:-outline-offset-2',
                            'lg:mb-0 lg:h-8 lg:rounded-md lg:border-0 lg:px-2 lg:hover:bg-accent',
                            current && 'border-foreground font-medium text-foreground lg:bg-accent',
                          )}
                        >
                          {label}
                        </HoverLink>
                      </li>
                    )
                  })}
              </ul>
            </div>
          ))}
        </div>
      </nav>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
