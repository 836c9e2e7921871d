/** What a request asks for, before Next sees it. */
export type Target = {
  /** As Next would read it: with single slashes, without dots. */
  pathname: string
  isApi: boolean
  /** Why Next would answer for itself, in text or by a redirect; null when a route of ours will. */
  trouble: 'encoding' | 'slashes' | null
}

/** What stands before the query of a request, as it was sent. */
export function pathOf(url: string): string {
  const [path = ''] = url.split(/[?#]/)
  return path
}

export function judgeTarget(path: string): Target {
  // A path of slashes alone would be read as an origin.
  const { pathname } = new URL(`http://localhost/${path.replace(/^[/\\]+/, '')}`.replaceAll('\\', '/'))
  const tidy = pathname.replaceAll(/\/{2,}/g, '/')
  const isApi = tidy === '/api' || tidy.startsWith('/api/')
  return { pathname: tidy, isApi, trouble: findTrouble(path, tidy, isApi) }
}

function findTrouble(path: string, tidy: string, isApi: boolean): Target['trouble'] {
  try {
    decodeURIComponent(path)
  } catch {
    return 'encoding'
  }
  // Of pages, Next mends these by a redirect, which is right for people.
  // A path that ends with dots is read as one that ends with a slash.
  return isApi && (/[/\\]{2}|\\/.test(path) || tidy.endsWith('/')) ? 'slashes' : null
}
