/** One way to break a file, and the test that has to notice. */
export type Patch = {
  /** What the code does wrong with it: "reserves what is spent". */
  name: string
  file: string
  /** Exact text, which stands in the file once. */
  find: string
  replace: string
  /** A test file, and the title of a test in it. */
  test: readonly [file: string, title: string]
}

/**
 * Puts the patch into the text.
 *
 * @throws Error that names the patch, when its text does not stand in the file any more or stands there more than once
 */
export function applyPatch(text: string, { name, file, find, replace }: Patch): string {
  const [before, after, ...more] = text.split(find)
  if (after === undefined) throw new Error(`The patch "${name}" does not fit any more: ${file} has no "${find}".`)
  if (more.length > 0) throw new Error(`The patch "${name}" is ambiguous: ${file} has "${find}" more than once.`)
  return `${before}${replace}${after}`
}
