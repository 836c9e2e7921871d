import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashBuildInputs, stampBuild } from './launcher/build-stamp'

// npm run build: the production build. It needs no database and no network. `npm start` takes it as it is.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const next = join(dirname(createRequire(import.meta.url).resolve('next/package.json')), 'dist', 'bin', 'next')

// Taken before: a file that is saved while the build runs may not be in it.
const hash = await hashBuildInputs(root)
const child = spawn(process.execPath, [next, 'build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
})
const exitCode = await new Promise<number | null>((resolve) => child.once('exit', resolve))
if (exitCode === 0) await stampBuild(root, hash)
process.exit(exitCode ?? 1)
