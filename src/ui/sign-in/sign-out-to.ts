import { authClient } from '@/ui/auth-client'

/** Signs out and loads a new document, so that nothing of this operator shows to the next one. */
export async function signOutTo(path: string): Promise<void> {
  await authClient.signOut()
  window.location.assign(path)
}
