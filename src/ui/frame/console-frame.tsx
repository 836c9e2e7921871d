'use client'

import type { ReactNode } from 'react'
import { SearchBox, SearchButton, useSearch } from '@/ui/search/search-button'
import { StagingNotices } from '@/ui/staging/staging-notices'
import { AccountMenu } from './account-menu'
import { Navigation } from './navigation'
import { OrganizationName } from './organization-name'
import { PhoneNavigation } from './phone-navigation'
import { useSession } from './session'
import { SkipLink } from './skip-link'

/** Lays out the console with a sidebar of 232 px. Below 768 px the sidebar becomes a sheet. */
export function ConsoleFrame({ children }: { children: ReactNode }) {
  const session = useSession()
  const search = useSearch()
  return (
    <div className="md:grid md:grid-cols-[232px_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 border-r bg-sidebar p-3 md:flex">
        <OrganizationName name={session.organization.name} />
        <SearchBox onPress={search.show} />
        <div className="flex-1">
          <Navigation />
        </div>
        <AccountMenu />
      </aside>

      <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-background px-2 md:hidden">
        <PhoneNavigation />
        <span className="truncate text-sm font-semibold">{session.organization.name}</span>
        <SearchButton onPress={search.show} />
      </header>

      <main id="content" tabIndex={-1} className="min-w-0 p-4 outline-none md:p-6">
        <div className="mx-auto max-w-[1240px]">
          <StagingNotices className="mb-4" />
          {children}
        </div>
      </main>
      {search.dialog}
    </div>
  )
}
