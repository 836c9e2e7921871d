'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { Menu } from '@/ui/components/icons/menu'
import { Sheet, SheetContent, SheetTrigger } from '@/ui/components/sheet'
import { AccountMenu } from './account-menu'
import { Navigation } from './navigation'
import { OrganizationName } from './organization-name'
import { useSession } from './session'

/** The navigation on a phone, which is open at once. */
export function PhoneNavigationSheet() {
  const { organization } = useSession()
  const [isOpen, setOpen] = useState(true)
  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Open navigation">
          <Menu aria-hidden />
        </Button>
      </SheetTrigger>
      <SheetContent title="Navigation" className="gap-4 p-3">
        <OrganizationName name={organization.name} />
        <div className="flex-1">
          <Navigation onNavigate={() => setOpen(false)} />
        </div>
        <AccountMenu />
      </SheetContent>
    </Sheet>
  )
}
