/**
 * Puts the values of a contact in the place of `{{name}}`. What the contact has no value for becomes empty: nobody should
 * get a mail with braces in it. Values are put in as they are and not looked through again.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  // No spaces in the pattern beside the class that has them too: it would take minutes for a template of mere spaces.
  return template.replace(/\{\{([^{}]{0,100})\}\}/g, (_, written: string) => {
    const name = written.trim()
    return (Object.hasOwn(values, name) ? values[name] : undefined) ?? ''
  })
}
