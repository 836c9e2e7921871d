'use client'

import { usePathname } from 'next/navigation'
import { classNames } from '@/ui/components/class-names'
import { HoverLink } from '@/ui/components/hover-link'
import { BookOpen } from '@/ui/components/icons/book-open'
import { ChartColumn } from '@/ui/components/icons/chart-column'
import { FileUp } from '@/ui/components/icons/file-up'
import { Headset } from '@/ui/components/icons/headset'
import { House } from '@/ui/components/icons/house'
import { Layers } from '@/ui/components/icons/layers'
import { Phone } from '@/ui/components/icons/phone'
import { Settings } from '@/ui/components/icons/settings'
import { Webhook } from '@/ui/components/icons/webhook'

const ITEMS = [
  { href: '/', label: 'Home', icon: House },
  { href: '/agents', label: 'Agents', icon: Headset },
  { href: '/batches', label: 'Batches', icon: Layers },
  { href: '/sequences', label: 'Contacts', icon: Phone },
  { href: '/imports', label: 'Imports', icon: FileUp },
  { href: '/credits', label: 'Credits', icon: ChartColumn },
  { href: '/webhooks', label: 'Webhooks', icon: Webhook },
  { href: '/settings', label: 'Settings', icon: Settings },
  { href: '/reference', label: 'API reference', icon: BookOpen },
] as const

/** Lists the sections of the console. `onNavigate` closes the sheet that holds the navigation on a phone. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {ITEMS.map(({ href, label, icon: Icon }) => {
          const current = pathname === href || (href !== '/' && pathname.startsWith(`${href}/`))
          return (
            <li key={href}>
              <HoverLink
                href={href}
                aria-current={current ? 'page' : undefined}
                onClick={onNavigate}
                className={classNames(
                  'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted-foreground transition-colors hover:bg-accent hover:text-foreground pointer-coarse:h-11',
                  current && 'bg-accent font-medium text-foreground',
                )}
              >
                <Icon className="size-4 shrink-0" aria-hidden />
                {label}
              </HoverLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
