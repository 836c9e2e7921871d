/** Draws the logo: a list whose first name has been called. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={className} aria-hidden="true">
      <rect width="20" height="20" rx="5" className="fill-primary" />
      <path
        d="M5 6.6l1.2 1.2 2.2-2.4M11 6.6h4M5.4 10.7h.01M8.6 10.7H15M5.4 14.4h.01M8.6 14.4H13"
        className="stroke-primary-foreground"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  )
}
