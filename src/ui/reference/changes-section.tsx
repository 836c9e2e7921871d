import { Prose } from './prose'
import type { Release } from './read-changes'

export const CHANGES_ID = 'changes'

/** Lists what has changed for programs, newest first, as the change log says it. */
export function ChangesSection({ releases }: { releases: readonly Release[] }) {
  return (
    <section aria-labelledby={CHANGES_ID} className="border-t pt-8">
      <h2 id={CHANGES_ID} className="scroll-mt-16 text-xl font-semibold tracking-[-0.01em] md:scroll-mt-6">
        Changes
      </h2>
      <p className="mt-1 text-muted-foreground">
        What has changed for programs, newest first. Fields are added to answers at any time; what is taken away or
        means something else is named here.
      </p>
      {releases.map(({ name, groups }) => (
        <section key={name} aria-label={`Changes: ${name}`} className="mt-6 max-w-prose">
          <h3 className="font-semibold">{name}</h3>
          {groups.map(({ heading, changes }) => (
            <div key={heading} className="mt-3">
              <h4 className="text-sm font-medium text-muted-foreground">{heading}</h4>
              <ul className="mt-1 grid list-disc gap-1.5 pl-5">
                {changes.map((change) => (
                  <li key={change}>
                    <Prose text={change} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </section>
  )
}
