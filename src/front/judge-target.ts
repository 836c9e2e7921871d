/** What a request asks for, as it is found before Next sees it. */
export type Target = {
  /** The path as Next would read it: with single slashes and without dot segments. */
  pathname: string
  isApi: boolean
  /** The reason why Next would answer by itself, with text or a redirect. Null when a route of ours will answer. */
  trouble: 'encoding' | 'slashes' | null
}

/** Returns the part of a URL before its query, as it was sent. */
export function pathOf(url: string): string {
  const [path = ''] = url.split(/[?#]/)
  return path
}

export function judgeTarget(path: string): Target {
  // The URL parser would read a path of slashes alone as an origin.
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
  // For pages, Next corrects such paths by a redirect, which is right for people.
  // A path that ends with dots is read as one that ends with a slash.
  return isApi && (/[/\\]{2}|\\/.test(path) || tidy.endsWith('/')) ? 'slashes' : null
}
