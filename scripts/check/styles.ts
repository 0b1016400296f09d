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

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/url\([^)]*\)|"[^"]*"/g, '')

const selectorsIn = (text: string) =>
  [...withoutComments(text).matchAll(/([^{};]+)\{/g)]
    .map(([, selector = '']) => selector.trim())
    .filter((selector) => !selector.startsWith('@'))

/** The sheet of each class: the one with the most rules that begin with it. */
const ownersOf = (sheets: ReadonlyMap<string, string>) => {
  const counts = new Map<string, Map<string, number>>()
  for (const [path, text] of sheets) {
    for (const selector of selectorsIn(text)) {
      const [, name] = /^\.([\w-]+)/.exec(selector) ?? []
      if (!name) continue
      const ofName = counts.get(name) ?? new Map<string, number>()
      counts.set(name, ofName.set(path, (ofName.get(path) ?? 0) + 1))
    }
  }
  return new Map(
    [...counts].map(([name, ofName]) => [name, [...ofName].toSorted((one, other) => other[1] - one[1])[0]?.[0]]),
  )
}

/** Counts what must only become less while styles move into components (docs/styling.md). */
const countsOf = (sheets: ReadonlyMap<string, string>) => {
  const owners = ownersOf(sheets)
  const counts = { lines: 0, foreign: 0, counting: 0 }
  for (const [path, text] of sheets) {
    counts.lines += text.split('\n').length - 1
    for (const selector of selectorsIn(text)) {
      const names = [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => owners.get(name))
      counts.foreign += names.filter((owner) => owner && owner !== path).length
      counts.counting += selector.match(/:(?:first|last|nth)-child/g)?.length ?? 0
    }
  }
  return counts
}

const limits: Record<keyof ReturnType<typeof countsOf>, { most: number; of: string }> = {
  lines: { most: 3856, of: 'lines of style sheets' },
  foreign: { most: 35, of: 'classes in selectors of another sheet' },
  counting: { most: 0, of: 'selectors that count children, such as :first-child' },
}

/** One line for each number of views/styles that is over its limit. */
export const stylesOverLimits = (sheets: ReadonlyMap<string, string>) =>
  Object.entries(countsOf(sheets)).flatMap(([name, count]) => {
    const { most, of } = limits[name as keyof typeof limits]
    return count > most ? [`views/styles has ${count} ${of}, at most ${most} may be`] : []
  })
