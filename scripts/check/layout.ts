/**
 * Refuses files that import each other in a circle, imports of lib/ and views/ui/ from anywhere else, and more pairs of
 * features that import each other than `maxMutualPairs`. Refuses a class that two style sheets style.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings'
import { importCircles, importsOf, libLeaks, mutualPairs } from './imports'
import { sharedClasses } from './styles'

const maxMutualPairs = 6

const files = new Map(
  ['functions', 'views', 'client', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\.tsx?$|\.d\.ts$/.test(path))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
  ),
)
const imports = importsOf(files)
const pairs = mutualPairs(imports)

const styles = join(root, 'views/styles')
const sheets = new Map(readdirSync(styles).map((name) => [name, readFileSync(join(styles, name), 'utf8')] as const))

const faults = [
  ...sharedClasses(sheets),
  ...importCircles(imports).map((circle) => `These files import each other in a circle: ${circle.join(', ')}`),
  ...libLeaks(imports),
  ...(pairs.length > maxMutualPairs
    ? [`${pairs.length} pairs of features import each other, at most ${maxMutualPairs} may: ${pairs.join(', ')}`]
    : []),
]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
