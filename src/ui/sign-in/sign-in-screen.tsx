import { EntryFrame } from './entry-frame'
import { HomelessNotice } from './homeless-notice'
import { SignInForm } from './sign-in-form'

type SignInScreenProps = {
  next: string | undefined
  /** The password was set anew just now. */
  passwordIsNew: boolean
  /** Somebody who is signed in and belongs to no organization (any more). */
  homeless: string | null
}

/** The sign-in page. */
export function SignInScreen({ next, passwordIsNew, homeless }: SignInScreenProps) {
  if (homeless !== null) return <HomelessNotice email={homeless} />
  return (
    <EntryFrame
      title="Sign in to Rollcall"
      lead={
        passwordIsNew
          ? 'Your new password is set. Sign in with it.'
          : 'Your administrator invited you, or gave you an email and a password.'
      }
    >
      <SignInForm next={next} />
    </EntryFrame>
  )
}
