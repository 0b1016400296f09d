/**
 * Checks the layout of the code:
 *
 * - imports: no cycles, none upwards from lib/ and views/ui/, at most `maxUpward` upwards from other layers, at most
 *   `maxMutualPairs` pairs of features that import each other; an area imports only areas below it, views import no
 *   statements, logic imports no views, and lib/ names no table of a feature
 * - style sheets: no class in two of them, and the limits of styles.ts
 * - size: `maxPlainLines` for plain kinds, `maxFirstLines` at the start, and the limits of line-limits.ts
 * - client/ has no pattern over the HTML of pages, and paths with an id are built by `pathTo`
 * - docs/architecture.md shows the present areas
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings'
import {
  crossedImports,
  drawnAreas,
  importCircles,
  importsOf,
  linesLoadedWith,
  mutualPairs,
  upwardAreas,
  upwardImports,
} from './imports'
import { linesOverLimits } from './line-limits'
import { patternsOfPages } from './patterns'
import { sharedClasses, stylesOverLimits } from './styles'

const maxMutualPairs = 3

/** Doors that lead up in the order of areas, each with its reason. */
const allowedUpward: Record<string, string> = {
  'filing → learning': 'The tags of a plan stand in its markdown, which a rename of a tag edits.',
  'time → learning': 'A session of a step begins the step.',
}

/** Files of lib/ with SQL of a feature's table, each with its reason. */
const allowedTables: Record<string, string> = {
  'functions/lib/org.ts': 'Every kind is filed under projects and organizations: they are the context of a request.',
}

/** The shell shows the timer and offers lines of several kinds; a line may name rows. */
const maxUpward = 20

const maxPlainLines = 350

/** Lines that a Worker loads before its first request, which is all that `/health` needs. */
const maxFirstLines = 6_000

/** Files of plain kinds, without their pages with more than a list; see docs/architecture.md. */
const plainKinds = {
  organizations: /^(functions|views)\/people\/organization(s|-pages)\//,
  people: /^(functions|views)\/people\/(people|person-pages)\//,
  learnings: /^(functions|views)\/learning\/learnings\/(?!page)/,
  energy: /^(functions|views)\/reviews\/energy\/(?!averages|page|two-taps|weeks)/,
}

const files = new Map(
  ['functions', 'views', 'client', 'cli', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\.tsx?$|\.d\.ts$/.test(path))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
  ),
)
const imports = importsOf(files)
const firstLines = linesLoadedWith(files, 'functions/app.ts')
const pairs = mutualPairs(imports)
const upward = upwardImports(imports)
const leaks = upward.filter((one) => /^(functions\/lib|views\/ui)\//.test(one))

const migrations = join(root, 'migrations')
const tables = readdirSync(migrations)
  .filter((name) => name.endsWith('.sql'))
  .flatMap((name) => [...readFileSync(join(migrations, name), 'utf8').matchAll(/^CREATE TABLE (\w+)/gm)])
  .map(([, table = '']) => table)
/** Tables that belong to no feature: versions, the search, jobs, limits, the audit log, kept answers. */
const shared = /^(change_heads|app_catalogue|search_\w+|jobs|job_parts|rate_limits|admin_audit|idempotency_keys|users)$/
const featureTable = new RegExp(
  `\\b(FROM|JOIN|INTO|UPDATE) (${tables.filter((one) => !shared.test(one)).join('|')})\\b`,
)

const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const drawn = drawnAreas(imports)

const styles = join(root, 'views/styles')
const sheets = new Map(readdirSync(styles).map((name) => [name, readFileSync(join(styles, name), 'utf8')] as const))

const linesOf = (pattern: RegExp) =>
  [...files].filter(([path]) => pattern.test(path)).reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0)

/** A template of a path that has an id in a segment, without `pathTo`. */
const plainPath = /(?<![\w)\]])`\/[^`?#\n]*\$\{[^}\n]*(\b|_|[a-z])[iI]d[?!]?\}/

const faults = [
  ...[...files].flatMap(([path, text]) => {
    const [found] = /^(functions|views)\//.test(path) ? (plainPath.exec(text) ?? []) : []
    return found ? [`${path} builds a path with an id without pathTo: ${found}`] : []
  }),
  ...Object.entries(plainKinds).flatMap(([kind, pattern]) => {
    const lines = linesOf(pattern)
    return lines > maxPlainLines ? [`${kind} take ${lines} lines, at most ${maxPlainLines} may`] : []
  }),
  ...(firstLines > maxFirstLines || firstLines < maxFirstLines / 2
    ? [`functions/app.ts loads ${firstLines} lines at the start, at most ${maxFirstLines} may be, and no half of them`]
    : []),
  ...linesOverLimits(files),
  ...sharedClasses(sheets),
  ...stylesOverLimits(sheets),
  ...patternsOfPages(files),
  ...importCircles(imports).map((circle) => `These files import each other in a circle: ${circle.join(', ')}`),
  ...leaks,
  ...[...upwardAreas(imports)].flatMap(([pair, found]) =>
    allowedUpward[pair] ? [] : [`${pair}: ${found.join(', ')}`],
  ),
  ...crossedImports(imports),
  ...[...files].flatMap(([path, text]) => {
    const [found] = path.startsWith('functions/lib/')
      ? (featureTable.exec(text.replace(/\/\*\*[\s\S]*?\*\//g, '')) ?? [])
      : []
    return found && !allowedTables[path] ? [`${path} names the table of a feature: ${found}`] : []
  }),
  ...(architecture.includes(drawn) ? [] : [`docs/architecture.md does not show the areas as they are:\n${drawn}`]),
  ...(upward.length > maxUpward
    ? [`${upward.length} imports lead upwards, at most ${maxUpward} may: ${upward.join(', ')}`]
    : []),
  ...(pairs.length > maxMutualPairs
    ? [`${pairs.length} pairs of features import each other, at most ${maxMutualPairs} may: ${pairs.join(', ')}`]
    : []),
]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
