'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Menu } from '@/ui/components/icons'
import { Sheet, SheetContent, SheetTrigger } from '@/ui/components/sheet'
import { SearchBox, SearchButton, useSearch } from '@/ui/search/search-button'
import { StagingNotices } from '@/ui/staging/staging-notices'
import { AccountMenu } from './account-menu'
import { Logo } from './logo'
import { Navigation } from './navigation'
import { useSession } from './session'
import { SkipLink } from './skip-link'

function Organization({ name }: { name: string }) {
  return (
    <div className="flex h-10 min-w-0 items-center gap-2.5 px-2">
      <Logo className="size-6 shrink-0" />
      <div className="min-w-0 leading-tight">
        <div className="truncate text-sm font-semibold">{name}</div>
        <div className="text-xs text-muted-foreground">Rollcall</div>
      </div>
    </div>
  )
}

/** Lays out the console with a sidebar of 232 px. Below 768 px the sidebar becomes a sheet. */
export function ConsoleFrame({ children }: { children: ReactNode }) {
  const session = useSession()
  const [menuOpen, setMenuOpen] = useState(false)
  const search = useSearch()
  return (
    <div className="md:grid md:grid-cols-[232px_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 border-r bg-sidebar p-3 md:flex">
        <Organization name={session.organization.name} />
        <SearchBox onPress={search.show} />
        <div className="flex-1">
          <Navigation />
        </div>
        <AccountMenu />
      </aside>

      <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-background px-2 md:hidden">
        <Sheet open={menuOpen} onOpenChange={setMenuOpen}>
          <SheetTrigger asChild>
            <Button variant="ghost" size="icon" aria-label="Open navigation">
              <Menu aria-hidden />
            </Button>
          </SheetTrigger>
          <SheetContent title="Navigation" className="gap-4 p-3">
            <Organization name={session.organization.name} />
            <div className="flex-1">
              <Navigation onNavigate={() => setMenuOpen(false)} />
            </div>
            <AccountMenu />
          </SheetContent>
        </Sheet>
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
