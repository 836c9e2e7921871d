// Ends the launcher's children when the launcher itself dies, whatever it died of. Its standard input is a pipe from the
// launcher: lines say which children there are, and its end means that nobody is left to look after them.
//
//   {"add": 123, "signal": "SIGTERM"}   a child that leads a process group, and the signal that ends it in good order
//   {"remove": 123}
//
// Plain JavaScript, so that it is there some 40 ms after the launcher.
import { createInterface } from 'node:readline'

const QUIT_AFTER_MS = 600
const KILL_AFTER_MS = 1500

/** @type {Map<number, NodeJS.Signals>} */
const children = new Map()

// A terminal's Ctrl-C and hang-up are for the launcher to handle.
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => {})

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { add, signal, remove } = JSON.parse(line)
    if (add) children.set(add, signal)
    if (remove) children.delete(remove)
  })
  .on('close', () => {
    for (const [pid, signal] of children) send(pid, signal)
    setTimeout(() => {
      // For Postgres, whose backends are no part of its group: it ends them itself, at once and without a checkpoint.
      for (const pid of children.keys()) send(pid, 'SIGQUIT')
    }, QUIT_AFTER_MS)
    setTimeout(() => {
      for (const pid of children.keys()) send(pid, 'SIGKILL')
    }, KILL_AFTER_MS)
  })

/** Signals the whole group of a child, which may have children. */
function send(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    children.delete(pid)
  }
}
