import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runPatches } from './mutation/run-patches'
import { runRules } from './mutation/run-rules'
import { SQL_PATCHES } from './mutation/sql-patches'

// npm run test:mutation                       the pure rules, then the SQL verbs
// npm run test:mutation -- rules schedule     rules whose path holds one of the words
// npm run test:mutation -- sql credits spent  patches whose name or file holds one of them
const root = dirname(dirname(fileURLToPath(import.meta.url)))

async function main(): Promise<number> {
  const [kind = 'all', ...words] = process.argv.slice(2)
  if (!['all', 'rules', 'sql'].includes(kind)) {
    console.error(`There is no "${kind}" to mutate. There are: rules, sql.`)
    return 2
  }
  const isChosen = (text: string) => words.length === 0 || words.some((word) => text.includes(word))
  const files = await readdir(join(root, 'src', 'domain'), { recursive: true })
  const rules = files.map((file) => `src/domain/${file}`).filter((file) => file.endsWith('.rules.ts') && isChosen(file))
  const patches = SQL_PATCHES.filter(({ name, file }) => isChosen(`${name} ${file}`))
  const passed = [
    kind === 'sql' || rules.length === 0 || (await runRules(root, rules)),
    kind === 'rules' || patches.length === 0 || (await runPatches(root, patches)),
  ]
  return passed.every(Boolean) ? 0 : 1
}

process.exit(await main())
