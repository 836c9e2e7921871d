import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'

/** What a page may weigh, in kB of gzipped JavaScript. An import reads, judges and shows a file in the browser. */
export const PAGE_WEIGHT_MAX_KB = { page: 200, wizard: 250 }

/** Bytes in a kB. */
export const KB = 1_024

export function weightMaxOf(route: string): number {
  return route.endsWith('/enroll') ? PAGE_WEIGHT_MAX_KB.wizard : PAGE_WEIGHT_MAX_KB.page
}

export type PageWeight = {
  /** The path of the page as `src/app` has it, without the groups in brackets: `/batches/[batchId]`. */
  route: string
  /** Of all scripts, each gzipped for itself. */
  bytes: number
  /** Paths below `/_next/`, the largest first. */
  scripts: { path: string; bytes: number }[]
}

type ClientManifest = { clientModules: Record<string, { chunks: readonly string[] }> }

/**
 * Weighs the JavaScript of the first load of every page of the production build: the framework's, and that of each client
 * component that the page and its layouts may draw at once. What is imported later is not in it.
 *
 * The files are those of Next 16 with Turbopack. Where another version writes others, this throws, and finds no page light.
 */
export async function weighPages(root: string): Promise<PageWeight[]> {
  const folder = join(root, '.next')
  const { rootMainFiles } = await readJson<{ rootMainFiles: string[] }>(join(folder, 'build-manifest.json'))
  const routes = await readJson<Record<string, string>>(join(folder, 'app-path-routes-manifest.json'))
  const sizes = new Map<string, Promise<number>>()
  const sizeOf = (path: string) => {
    const known = sizes.get(path) ?? readFile(join(folder, path)).then((script) => gzipSync(script).length)
    sizes.set(path, known)
    return known
  }
  const pages = Object.entries(routes).filter(([entry]) => entry.endsWith('/page'))
  return await Promise.all(
    pages.map(async ([entry, route]) => {
      const { clientModules } = await readClientManifest(folder, entry)
      const chunks = Object.values(clientModules).flatMap((module) => module.chunks)
      const paths = new Set([...rootMainFiles, ...chunks.map((chunk) => chunk.replace(/^\/_next\//, ''))])
      const scripts = await Promise.all([...paths].map(async (path) => ({ path, bytes: await sizeOf(path) })))
      scripts.sort((a, b) => b.bytes - a.bytes)
      return { route, bytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0), scripts }
    }),
  )
}

async function readClientManifest(folder: string, entry: string): Promise<ClientManifest> {
  const script = await readFile(join(folder, 'server', 'app', `${entry}_client-reference-manifest.js`), 'utf8')
  const scope = createContext({})
  runInContext(script, scope)
  const manifest = (scope as { __RSC_MANIFEST?: Record<string, ClientManifest> }).__RSC_MANIFEST?.[entry]
  if (!manifest) throw new Error(`The build has no manifest of the client components of ${entry}.`)
  return manifest
}

async function readJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(file, 'utf8')) as Content
}
