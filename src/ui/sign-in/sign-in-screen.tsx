import { Logo } from '@/ui/frame/logo'
import { SignInForm } from './sign-in-form'

/** The sign-in page. */
export function SignInScreen({ next }: { next: string | undefined }) {
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto_1.4fr] px-6">
      <div />
      <div className="mx-auto w-full max-w-[320px]">
        <Logo className="mb-5 size-9" />
        <h1 className="text-xl font-semibold tracking-[-0.01em]">Sign in to Rollcall</h1>
        <p className="mt-1 mb-6 text-balance text-muted-foreground">
          Your administrator gave you an email and a password.
        </p>
        <SignInForm next={next} />
      </div>
      <div />
    </main>
  )
}
