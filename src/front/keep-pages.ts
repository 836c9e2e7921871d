import type { ServerResponse } from 'node:http'
import { beginPage, retryPageAfterSeconds } from '@/platform/unavailable-pages'
import { replaceAnswer } from './replace-answer'

/**
 * Answers 503 with a page of its own, which needs no script, where Next would answer 500 because the database cannot be
 * used now. Other answers stay as they are.
 *
 * @param nonce of the answer, by which the page says so (`src/auth/page-session.ts`)
 */
export function keepPages(response: ServerResponse, nonce: string): void {
  response.once('close', beginPage(nonce))
  replaceAnswer(response, (status) => {
    const retryAfterSeconds = status === 500 ? retryPageAfterSeconds(nonce) : null
    if (retryAfterSeconds === null) return null
    const content = Buffer.from(unavailablePage(nonce))
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-length': content.length,
      'cache-control': 'private, no-store',
      'retry-after': String(retryAfterSeconds),
    }
    return { status: 503, headers, content }
  })
}

function unavailablePage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not available right now · Rollcall</title>
<style nonce="${nonce}">
body { display: grid; min-height: 80vh; margin: 0; place-items: center; font: 16px/1.5 system-ui, sans-serif; text-align: center }
main { max-width: 26rem; padding: 1.5rem }
h1 { font-size: 1.25rem }
</style>
</head>
<body>
<main id="content">
<h1>Rollcall is not available right now</h1>
<p>Its database does not answer. Nothing that was enrolled is lost.</p>
<p><a href="">Try again</a></p>
</main>
</body>
</html>
`
}
