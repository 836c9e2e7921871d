import type { Permission } from '@/domain/access/operation-table.rules'

type SettingsPage = { href: string; label: string; permission: Permission }

/** The pages of the settings, in order. Whoever lacks the permission of a page does not see it in the list. */
export const SETTINGS_PAGES: readonly { label: string; pages: readonly SettingsPage[] }[] = [
  {
    label: 'Organization',
    pages: [
      { href: '/settings/organization', label: 'General', permission: 'account' },
      { href: '/settings/members', label: 'Members', permission: 'account' },
      { href: '/settings/api-keys', label: 'API keys', permission: 'manage' },
      { href: '/settings/dialers', label: 'Dialers', permission: 'manage' },
      { href: '/settings/calling-rules', label: 'Calling rules', permission: 'read' },
      { href: '/settings/suppression-lists', label: 'Suppression lists', permission: 'read' },
      { href: '/settings/retention', label: 'Retention', permission: 'account' },
      { href: '/webhooks', label: 'Webhooks', permission: 'read' },
      { href: '/credits', label: 'Credits', permission: 'read' },
      { href: '/settings/audit-log', label: 'Audit log', permission: 'administer' },
    ],
  },
  {
    label: 'Your account',
    pages: [
      { href: '/settings/profile', label: 'Profile', permission: 'account' },
      { href: '/settings/password', label: 'Password and security', permission: 'account' },
      { href: '/settings/sessions', label: 'Sessions', permission: 'account' },
    ],
  },
]
