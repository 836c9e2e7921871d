type Facts = { organizationName: string; available: number; allocated: number; pageUrl: string }

/** Writes the mail about few credits: how many are left, what happens at none, and where to see it. */
export function lowCreditsMail({ organizationName, available, allocated, pageUrl }: Facts): {
  subject: string
  text: string
} {
  const left = Math.max(0, available).toLocaleString('en-US')
  const all = allocated.toLocaleString('en-US')
  return {
    subject: `${organizationName} has ${left} of ${all} credits left this month`,
    text: `${organizationName} has ${left} of ${all} credits left this month.\n\nWhen none are left, enrollments are refused and imports pause until the next month or a higher allocation. Contacts that are enrolled are still called.\n\nYou get one such mail a month. What was spent, and at how many credits you are told:\n\n${pageUrl}\n`,
  }
}
