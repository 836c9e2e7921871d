import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What stands for the varying parts of the pages' paths: a name as `src/app` has it, such as `[batchId]`, and an id. */
export type PageIds = Readonly<Record<string, string>>

/**
 * Lists the routes of all pages of `src/app`, such as `/batches/[batchId]`, in the order of the alphabet. The one that says
 * of any other path that there is no such page is left out.
 */
export async function listPageRoutes(root: string): Promise<string[]> {
  const files = await readdir(join(root, 'src', 'app'), { recursive: true })
  return files
    .filter((file) => /(^|\/)page\.tsx$/.test(file) && !file.includes('[...'))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replaceAll(/\([^/]*\)\/?/g, '')}`)
    .sort()
}

/**
 * The path of a page, with these ids where its route varies.
 *
 * @throws an Error for a part that varies and has no id
 */
export function pathOfRoute(route: string, ids: PageIds): string {
  return route.replaceAll(/\[\w+\]/g, (name) => {
    const id = ids[name]
    if (id === undefined) throw new Error(`${route} varies in ${name}, for which there is no id.`)
    return id
  })
}
