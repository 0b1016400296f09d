/** A line of a pasted list as it is written; nothing is looked up. */
export type PlainLine = {
  line: number
  package_name: string | null
  name: string
  category: string
  is_whitelisted: 0 | 1 | null
  is_locked: boolean
  problem?: string
}

type Decision = 'allow' | 'block' | 'lock'

const decisions: Record<string, Decision> = {
  allow: 'allow',
  allowed: 'allow',
  yes: 'allow',
  true: 'allow',
  '1': 'allow',
  block: 'block',
  blocked: 'block',
  deny: 'block',
  no: 'block',
  false: 'block',
  '0': 'block',
  lock: 'lock',
  locked: 'lock',
}

const decisionOf = (text: string) => {
  const word = text.toLowerCase()
  return Object.hasOwn(decisions, word) ? decisions[word] : undefined
}

/** Between words only these are decisions: a name may end in “1” or “No”. */
const isPlainDecision = (word: string) => /^(allow|allowed|block|blocked|lock|locked)$/i.test(word)

const isPackageLike = (text: string) => /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(text)

/** Drops bullets, numbers and boxes in front, and the prefix of `adb shell pm list packages`. */
const withoutBullet = (text: string) =>
  text
    .trim()
    .replace(/^([-*•–]\s+|\d+[.)]\s+)/u, '')
    .replace(/^\[[ xX]?\]\s+/, '')
    .replace(/^package:/, '')

/** Splits at commas, semicolons, tabs, arrows, colons and dashes, and around a package name in brackets. */
const cellsOf = (text: string) =>
  text
    .replace(/\(([^()\s]+\.[^()\s]+)\)/g, '\t$1\t')
    .split(/\s*(?:[,;\t|]|->|→)\s*|\s+[-–—=]\s+|:\s+/u)
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"')
        .trim(),
    )
    .filter((cell) => cell !== '')

/** The parts of a cell of several words: a decision or a package name at either end, and the name between. */
const partsOf = (cell: string): string[] => {
  const words = cell.split(/\s+/u)
  const [first = '', last = ''] = [words[0], words.at(-1)]
  if (words.length === 1) return [cell]
  if (isPackageLike(first) || isPlainDecision(first)) return [first, ...partsOf(words.slice(1).join(' '))]
  if (isPackageLike(last) || isPlainDecision(last)) return [...partsOf(words.slice(0, -1).join(' ')), last]
  return [cell]
}

const readLine = (text: string, line: number): PlainLine => {
  const read: PlainLine = { line, package_name: null, name: '', category: '', is_whitelisted: null, is_locked: false }
  for (const part of cellsOf(withoutBullet(text)).flatMap(partsOf)) {
    const decision = decisionOf(part)
    if (decision === 'lock') read.is_locked = true
    else if (decision) read.is_whitelisted = decision === 'allow' ? 1 : 0
    else if (isPackageLike(part) && read.package_name === null) read.package_name = part
    else if (isPackageLike(part) && read.name !== '') read.problem = 'There are two package names on this line.'
    else if (read.name === '') read.name = part
    else if (read.category === '') read.category = part
    else
      read.problem = `We couldn’t read “${part.slice(0, 80)}”. Enter a name or package name, then allow or block, then a category.`
  }
  if (read.package_name === null && read.name === '') read.problem = 'There is no app on this line.'
  return read
}

/** Reads a list as people write it, one app a line: `Instagram`, `com.instagram.android Instagram, block`. */
export const readLines = (text: string): PlainLine[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .flatMap((one, index) => (/^\s*(#.*)?$/.test(one) ? [] : [readLine(one, index + 1)]))
