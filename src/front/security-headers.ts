const HSTS_SECONDS = 60 * 60 * 24 * 365

/**
 * Returns the headers that are sent with every answer. The console needs no frames, no camera, no microphone and no
 * location.
 */
export function securityHeaders({ isHttps }: { isHttps: boolean }): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(isHttps && { 'strict-transport-security': `max-age=${HSTS_SECONDS}; includeSubDomains` }),
  }
}

/**
 * Hashes of the style element that Sonner puts into a page without a nonce: first empty, then with its text. A test
 * computes them from the package.
 */
export const SONNER_STYLE_HASHES = [
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=',
]

/**
 * The content security policy of answers that are no pages. They show and load nothing, wherever somebody opens them.
 */
export const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * Returns the content security policy of a page or of its worker. Only scripts with the nonce of this answer run, and
 * the scripts that they load. Next reads the nonce from this header of the request and writes it into its own scripts.
 *
 * Style attributes are allowed, since React writes them into the HTML of a page that it renders on the server. A style
 * element needs the nonce.
 */
export function pagePolicy(nonce: string, { isDev }: { isDev: boolean }): string {
  return [
    "default-src 'self'",
    // React's development build evaluates text to show where an error came from.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // In development, styles are inserted by scripts that do not know the nonce.
    isDev
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src 'self' 'nonce-${nonce}' ${SONNER_STYLE_HASHES.map((hash) => `'${hash}'`).join(' ')}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
