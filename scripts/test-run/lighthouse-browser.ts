import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { findFreePort } from '../launcher/ports'
import { findChromium } from './find-chromium'

export type LighthouseCategory = 'accessibility' | 'best-practices' | 'performance'

export type LighthouseReport = {
  /** 0 to 100, by category. */
  scores: Partial<Record<LighthouseCategory, number>>
  /** What keeps a category from 100: the id of the audit, what it says, and where on the page, as selectors. */
  faults: { audit: string; says: string; where: string[] }[]
  /** In ms, as the page was loaded; null where they were not asked for. */
  largestPaintMs: number | null
  blockedMs: number | null
}

export type LighthouseBrowser = {
  /** Loads a page as somebody who comes to it for the first time, at the width of a desktop, and judges it. */
  judge(path: string, categories: readonly LighthouseCategory[]): Promise<LighthouseReport>
  close(): Promise<void>
}

type LighthouseBrowserOptions = {
  baseURL: string
  /** Who is signed in; nobody when left out. */
  operator?: { email: string; password: string }
}

/** Starts a browser of its own for Lighthouse, which drives it through a port, with the sign-in in its cookies. */
export async function startLighthouseBrowser(options: LighthouseBrowserOptions): Promise<LighthouseBrowser> {
  const { baseURL, operator } = options
  const profile = await mkdtemp(join(tmpdir(), 'rollcall-lighthouse-'))
  const port = await findFreePort()
  const context = await chromium.launchPersistentContext(profile, {
    baseURL,
    executablePath: findChromium() ?? undefined,
    args: [
      `--remote-debugging-port=${port}`,
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
    ],
  })
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
  if (operator) {
    const answer = await context.request.post('/api/auth/sign-in/email', { data: operator })
    if (!answer.ok()) {
      await close()
      throw new Error(`Lighthouse could not sign in: ${answer.status()} ${await answer.text()}`)
    }
  }
  return {
    judge: (path, categories) => judge(new URL(path, baseURL).href, port, categories),
    close,
  }
}

async function judge(url: string, port: number, categories: readonly LighthouseCategory[]): Promise<LighthouseReport> {
  const result = await lighthouse(
    url,
    {
      port,
      logLevel: 'silent',
      output: 'json',
      onlyCategories: [...categories],
      // The cookies are the sign-in.
      disableStorageReset: true,
      disableFullPageScreenshot: true,
      // What the machine itself takes: a simulated network would judge the simulation.
      throttlingMethod: 'provided',
    },
    desktopConfig,
  )
  if (!result) throw new Error(`Lighthouse said nothing of ${url}.`)
  const { lhr } = result
  if (lhr.runtimeError) throw new Error(`Lighthouse could not judge ${url}: ${lhr.runtimeError.message}`)
  const weighed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0))
  const faulty = weighed
    .map(({ id }) => lhr.audits[id])
    .filter((audit) => audit && audit.score !== null && audit.score < 1)
  return {
    scores: Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]),
    ),
    faults: faulty.flatMap((audit) =>
      audit ? [{ audit: audit.id, says: audit.title, where: placesOf(audit.details) }] : [],
    ),
    largestPaintMs: lhr.audits['largest-contentful-paint']?.numericValue ?? null,
    blockedMs: lhr.audits['total-blocking-time']?.numericValue ?? null,
  }
}

/** Returns what an audit points at: selectors of elements, or the rows of its table as they are. */
function placesOf(details: unknown): string[] {
  const { items = [] } = (details ?? {}) as { items?: Record<string, unknown>[] }
  return items.map((item) => (item.node as { selector?: string } | undefined)?.selector ?? JSON.stringify(item))
}
