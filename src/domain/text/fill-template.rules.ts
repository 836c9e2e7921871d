/**
 * Fills `{{name}}` with the contact's values. A missing value becomes empty, since nobody should get a mail with braces
 * in it. Values are inserted as they are, and braces in them mean nothing.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  // No spaces in the pattern beside the class that has them too: it would take minutes for a template of mere spaces.
  return template.replace(/\{\{([^{}]{0,100})\}\}/g, (_, written: string) => {
    const name = written.trim()
    return (Object.hasOwn(values, name) ? values[name] : undefined) ?? ''
  })
}
