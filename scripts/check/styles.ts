/**
 * Finds classes that more than one style sheet gives rules of their own: all sheets become one file, where the later
 * feature would restyle the earlier one.
 */
export const sharedClasses = (sheets: ReadonlyMap<string, string>) => {
  const sheetsOf = new Map<string, Set<string>>()
  for (const [path, text] of sheets) {
    for (const [, name = ''] of text.matchAll(/^\.([\w-]+) \{$/gm)) {
      sheetsOf.set(name, (sheetsOf.get(name) ?? new Set()).add(path))
    }
  }
  return [...sheetsOf]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `More than one sheet styles .${name}: ${[...paths].join(', ')}`)
}
