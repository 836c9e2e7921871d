import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count, listOf } from '@/ui/components/format-number'
import { signOutTo } from '@/ui/sign-in/sign-out-to'

type SignOutQuestionProps = {
  /** The files of the drafts that go with the sign-out; null while nothing is asked. */
  fileNames: readonly string[] | null
  onClose: () => void
}

/** Asks before a sign-out that takes drafts with fixes with it. */
export function SignOutQuestion({ fileNames, onClose }: SignOutQuestionProps) {
  const names = fileNames ?? []
  const one = names.length === 1
  return (
    <ConfirmDialog
      open={fileNames !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Sign out and discard ${count(names.length, 'draft')}?`}
      description={`${listOf(names)} ${one ? 'is' : 'are'} kept in this browser while you are signed in, with the fixes that you made. ${one ? 'The file itself is' : 'The files themselves are'} not touched.`}
      confirm="Sign out"
      keep="Stay signed in"
      pending={false}
      error={null}
      onConfirm={() => void signOutTo('/sign-in')}
    />
  )
}
