/** The files of a checkout by path, each with the paths it imports, types included. */
type Imports = ReadonlyMap<string, readonly string[]>

const specifier = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g
const declared = /\bfrom\s*['"](\.[^'"]+)['"]/g

/** Names routes of its feature and others for the application, which loads them. */
const isFeature = (path: string) => /\/feature\.ts$/.test(path)

const resolve = (from: string, to: string) => {
  const parts = from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Files that paths without an ending name. */
const filesAt = (files: ReadonlyMap<string, string>, paths: string[]) =>
  paths.flatMap((path) => [`${path}.ts`, `${path}.tsx`].filter((name) => files.has(name)))

/** Reads the relative imports between files, which are given as path and text. */
export const importsOf = (files: ReadonlyMap<string, string>): Imports =>
  new Map(
    [...files].map(([path, text]) => {
      const targets = [...text.matchAll(isFeature(path) ? declared : specifier)].map((match) =>
        resolve(path, match[1] ?? ''),
      )
      return [path, filesAt(files, targets)]
    }),
  )

const loaded = /^(?:import|export) (?!type )[^'"]*?from '(\.[^'"]+)'|^import '(\.[^'"]+)'/gm

/** Counts the lines that a module loads by static imports, its own included. */
export const linesLoadedWith = (files: ReadonlyMap<string, string>, start: string) => {
  const eager = new Map(
    [...files].map(([path, text]) => {
      const targets = [...text.matchAll(loaded)].map(([, from, only]) => resolve(path, from ?? only ?? ''))
      return [path, filesAt(files, targets)]
    }),
  )
  return [start, ...reachable(eager, start)].reduce(
    (sum, path) => sum + (files.get(path)?.split('\n').length ?? 1) - 1,
    0,
  )
}

/** Every file that can be reached from `start`. */
const reachable = (imports: Imports, start: string) => {
  const seen = new Set<string>()
  const queue = [...(imports.get(start) ?? [])]
  for (const path of queue) {
    if (seen.has(path)) continue
    seen.add(path)
    queue.push(...(imports.get(path) ?? []))
  }
  return seen
}

/** Groups of files that import each other in a circle, each in order of path. */
export const importCircles = (imports: Imports): string[][] => {
  const reach = new Map([...imports.keys()].map((path) => [path, reachable(imports, path)]))
  const circles = new Map<string, string[]>()
  for (const [path, paths] of reach) {
    if (!paths.has(path)) continue
    const circle = [path, ...[...paths].filter((other) => other !== path && reach.get(other)?.has(path))].toSorted()
    circles.set(circle.join(), circle)
  }
  return [...circles.values()]
}

/**
 * Folders that several areas build on, the lowest first. Each imports only from itself and those before it. What features
 * say of themselves belongs to the lowest.
 */
const layers = [
  /^(functions\/lib|views\/(ui|styles))\/|\/feature\.ts$/,
  /^functions\/ledger\//,
  /^functions\/line\//,
  /^(functions|views)\/frame\//,
  /^(functions|views)\/(changes|imports)\//,
]

const layerOf = (path: string) => {
  const layer = layers.findIndex((folder) => folder.test(path))
  return layer < 0 ? layers.length : layer
}

/** Imports of a layer that lead upwards: to a later layer, or to an area. */
export const upwardImports = (imports: Imports): string[] =>
  [...imports].flatMap(([path, targets]) =>
    targets
      .filter((target) => !isFeature(path) && layerOf(target) > layerOf(path))
      .map((target) => `${path} imports ${target}`),
  )

/** The feature that a file belongs to: its folder below an area. Files of layers belong to none. */
const featureOf = (path: string) =>
  layerOf(path) < layers.length ? undefined : /^(?:functions|views)\/([^/]+\/[^/]+)\//.exec(path)?.[1]

/** Pairs of features that import each other, as `a ↔ b`. */
export const mutualPairs = (imports: Imports): string[] => {
  const edges = new Set<string>()
  for (const [path, targets] of imports) {
    for (const target of targets) edges.add(`${featureOf(path)} ${featureOf(target)}`)
  }
  const isMutual = ([a, b]: string[]) =>
    a !== undefined && b !== undefined && a < b && a !== 'undefined' && b !== 'undefined' && edges.has(`${b} ${a}`)
  return [...edges]
    .map((edge) => edge.split(' '))
    .filter(isMutual)
    .map(([a, b]) => `${a} ↔ ${b}`)
    .toSorted()
}

/** Areas from the top. Each imports from those behind it. */
export const areaOrder = [
  ...['programs', 'figures', 'data', 'reviews', 'people', 'tasks', 'apps', 'learning', 'account', 'goals', 'time'],
  'filing',
]

const areaOf = (path: string) => {
  const [, area = ''] = /^(?:functions|views)\/([^/]+)\//.exec(path) ?? []
  return areaOrder.indexOf(area)
}

/** Pairs of areas in which the lower one imports the upper one, as `filing → learning`, with these imports. */
export const upwardAreas = (imports: Imports): Map<string, string[]> => {
  const found = new Map<string, string[]>()
  for (const [path, targets] of imports) {
    for (const target of targets) {
      const [from, to] = [areaOf(path), areaOf(target)]
      if (isFeature(path) || isFeature(target) || from < 0 || to < 0 || to >= from) continue
      const pair = `${areaOrder[from]} → ${areaOrder[to]}`
      found.set(pair, [...(found.get(pair) ?? []), `${path} imports ${target}`])
    }
  }
  return found
}

const isView = (path: string) => path.startsWith('views/')

/** Views that import statements, and logic that imports views: only handlers, which are .tsx, render them. */
export const crossedImports = (imports: Imports): string[] =>
  [...imports].flatMap(([path, targets]) =>
    targets
      .filter((target) =>
        isView(path)
          ? /\/(queries|writes)\.ts$/.test(target)
          : /^functions\/.*\.ts$/.test(path) && !isFeature(path) && /^views\/(?!ui\/)/.test(target),
      )
      .map((target) => `${path} imports ${target}`),
  )

/** The areas in order with their imports, as in docs/architecture.md. */
export const drawnAreas = (imports: Imports): string => {
  const upward = upwardAreas(imports)
  const lines = areaOrder.map((area, index) => {
    const targets = new Set<number>()
    for (const [path, found] of imports) {
      if (areaOf(path) !== index || isFeature(path)) continue
      for (const target of found) if (!isFeature(target) && areaOf(target) > index) targets.add(areaOf(target))
    }
    const below = areaOrder.filter((_, other) => targets.has(other))
    const above = [...upward.keys()].flatMap((pair) => (pair.startsWith(`${area} →`) ? [pair.split(' → ')[1]] : []))
    const back = above.length > 0 ? `, and back to ${above.join(', ')}` : ''
    return `${area.padEnd(9)} → ${below.join(', ') || 'none'}${back}`
  })
  return lines.join('\n')
}
