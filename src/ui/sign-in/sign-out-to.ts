import { authClient } from '@/ui/auth-client'
import { deleteDrafts } from '@/ui/import-wizard/draft/draft-database'

/**
 * Signs out and loads a new document, so that nothing of this operator shows to the next one. Drafts of imports, which
 * hold names and numbers, leave this browser too.
 */
export async function signOutTo(path: string): Promise<void> {
  await authClient.signOut()
  // A browser that keeps nothing has no drafts.
  await deleteDrafts().catch(() => {})
  window.location.assign(path)
}
