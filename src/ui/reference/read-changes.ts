/** What one release has changed for programs, by the headings of the change log: Added, Changed, Fixed. */
export type Release = { name: string; groups: { heading: string; changes: string[] }[] }

/** Words by which a line of the change log is one for programs. */
const FOR_PROGRAMS = /\b(REST|tRPC|OpenAPI|webhooks?|API|idempotency|test keys?)\b/i

/**
 * Reads from CHANGELOG.md what concerns whoever writes programs: the lines that say REST, tRPC, API, webhooks or keys.
 * Releases and headings without such a line are left out. Bold and links within the repository become plain text; code
 * and links to the web stay.
 *
 * @param text as https://keepachangelog.com writes it: `##` a release, `###` a heading, `-` a line
 */
export function readChanges(text: string): Release[] {
  const releases: Release[] = []
  for (const block of text.split(/^(?=#{2,3} |- )/m)) {
    const [line = ''] = block.split('\n')
    const title = line.replace(/^[#-]+ /, '').trim()
    if (line.startsWith('## ')) releases.push({ name: title, groups: [] })
    else if (line.startsWith('### ')) releases.at(-1)?.groups.push({ heading: title, changes: [] })
    else if (line.startsWith('- ')) {
      const change = plain(block.slice(2).replaceAll(/\s*\n\s*/g, ' '))
      if (FOR_PROGRAMS.test(change)) releases.at(-1)?.groups.at(-1)?.changes.push(change)
    }
  }
  return releases
    .map(({ name, groups }) => ({ name, groups: groups.filter(({ changes }) => changes.length > 0) }))
    .filter(({ groups }) => groups.length > 0)
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/\[([^\]]+)\]\((?!https:)[^)]*\)/g, '$1')
    .trim()
}
